package dev.drawbridge.console;

import dev.drawbridge.replica.Canonical;
import dev.drawbridge.replica.RuleLine;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Something that is wrong, as the admin API shows it: always the same names, null where there is nothing to say. */
final class TroubleView {
    private static final List<String> NAMES = List.of(
            "id",
            "group",
            "impact",
            "connection",
            "issue",
            "side",
            "type",
            "message",
            "at",
            "ruleVersion",
            "stackTrace",
            "remedy",
            "since",
            "attempts",
            "waitingBehind",
            "twin",
            "retry",
            "skip");

    private final Map<String, @Nullable Object> view = new LinkedHashMap<>();

    private TroubleView() {
        NAMES.forEach(name -> view.put(name, null));
        view.put("side", "LOCAL");
        view.put("attempts", 0);
        view.put("waitingBehind", 0);
        view.put("retry", false);
        view.put("skip", false);
    }

    static TroubleView of(UUID id, String group, String impact, String type) {
        var view = new TroubleView();
        view.view.put("id", id);
        view.view.put("group", group);
        view.view.put("impact", impact);
        view.view.put("type", type);
        return view;
    }

    TroubleView about(@Nullable String connection, @Nullable String issue) {
        view.put("connection", connection);
        view.put("issue", issue);
        return this;
    }

    TroubleView twin(UUID twin) {
        view.put("twin", twin);
        return this;
    }

    TroubleView remote() {
        view.put("side", "REMOTE");
        return this;
    }

    /** In words that may hold contents of issues. */
    TroubleView says(String message, String remedy) {
        view.put("message", Contents.shown(message));
        view.put("remedy", Contents.shown(remedy));
        return this;
    }

    TroubleView at(@Nullable RuleLine place) {
        view.put("at", place == null ? null : Map.of("file", place.file(), "line", place.line()));
        return this;
    }

    TroubleView version(@Nullable String version) {
        view.put("ruleVersion", version);
        return this;
    }

    TroubleView stackTrace(@Nullable String trace) {
        view.put("stackTrace", Contents.shown(trace));
        return this;
    }

    TroubleView since(@Nullable Instant since, int attempts) {
        view.put("since", since);
        view.put("attempts", attempts);
        return this;
    }

    TroubleView waitingBehind(int events) {
        view.put("waitingBehind", events);
        return this;
    }

    /** Whether another attempt can be asked for, and whether it can be gone on without. */
    TroubleView open(boolean retry, boolean skip) {
        view.put("retry", retry);
        view.put("skip", skip);
        return this;
    }

    Map<String, @Nullable Object> map() {
        return view;
    }

    /** The same for sentences that differ in names and numbers only, when all else of their cause is the same. */
    static String group(String sentence, String... cause) {
        var all = Stream.concat(Stream.of(cause), Stream.of(masked(sentence))).toList();
        return Canonical.sha256(String.join("\n", all)).substring(0, 16);
    }

    private static String masked(String sentence) {
        return sentence.replaceAll("'[^']*'", "'…'").replaceAll("[A-Z][A-Z0-9_]*-\\d+|\\d+", "#");
    }
}
