package dev.drawbridge.console;

import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.rules.Completion;
import dev.drawbridge.rules.RuleState;
import dev.drawbridge.rules.RuleTexts;
import dev.drawbridge.rules.Rulebooks;
import dev.drawbridge.security.Caller;
import dev.drawbridge.security.Deed;
import dev.drawbridge.security.Difference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The rules of connections: their texts, which of them are in use, and those that were. */
@RestController
@RequestMapping("/api/v1")
class RulesApi {
    private static final int MOST = 200;
    private static final int LONGEST = 1 << 20;

    private final Connections connections;
    private final Rulebooks rules;
    private final RuleTexts texts;
    private final Completion completion;

    RulesApi(Connections connections, Rulebooks rules, RuleTexts texts, Completion completion) {
        this.connections = connections;
        this.rules = rules;
        this.texts = texts;
        this.completion = completion;
    }

    /** All rules on disk. */
    @GetMapping("/rules")
    Map<String, @Nullable Object> list() {
        return Pages.whole(connections.all().stream().map(this::view).toList());
    }

    /** What is in the files of a connection, and what of it is in use. */
    @GetMapping("/connections/{name}/rules")
    Map<String, @Nullable Object> state(@PathVariable String name) {
        return view(named(name));
    }

    @GetMapping(value = "/connections/{name}/rules/{direction}", produces = "text/x-groovy")
    ResponseEntity<String> rule(@PathVariable String name, @PathVariable String direction) {
        var text = rules.read(named(name), known(direction));
        return ResponseEntity.ok().eTag(rules.version(text)).body(text);
    }

    @PutMapping(value = "/connections/{name}/rules/{direction}", consumes = "text/x-groovy")
    ResponseEntity<Void> save(
            @PathVariable String name,
            @PathVariable String direction,
            @RequestHeader(name = "If-Match", required = false) @Nullable String version,
            @RequestBody(required = false) @Nullable String text) {
        if (version == null)
            throw new Problems.Refused(
                    HttpStatus.PRECONDITION_REQUIRED, null, "Send the ETag of the text that you changed as If-Match.");
        return saved(named(name), known(direction), version, Objects.requireNonNullElse(text, ""));
    }

    /** Takes what is in the files into use; needed where {@code drawbridge.rules.publish} is manual, else it is only sooner. */
    @PostMapping("/connections/{name}/rules/publish")
    Map<String, @Nullable Object> publish(
            @PathVariable String name, @RequestHeader(name = "If-Match", required = false) @Nullable String files) {
        var connection = named(name);
        var before = rules.state(connection);
        Deed.to("rules: %s → %s".formatted(before.inUse(), before.files()));
        if (rules.publish(connection, files == null ? null : bare(files)).isEmpty())
            throw new Problems.Refused(
                    HttpStatus.PRECONDITION_FAILED,
                    null,
                    "The files have changed since you looked at them: look at what is different now.");
        return view(connection);
    }

    /** @param cursor the {@code next} of an earlier page */
    @GetMapping("/connections/{name}/rules/{direction}/versions")
    Map<String, @Nullable Object> versions(
            @PathVariable String name,
            @PathVariable String direction,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) @Nullable Long cursor) {
        if (limit < 1 || limit > MOST)
            throw new IllegalArgumentException("limit is from 1 to " + MOST + ", not " + limit + ".");
        var connection = named(name);
        var inUse = rules.inUse(connection, known(direction)).map(rules::version);
        var found = texts.of(connection.id(), direction, cursor, limit + 1);
        var page = found.subList(0, Math.min(limit, found.size()));
        var items = page.stream()
                .map(kept -> {
                    var view = view(kept);
                    view.put("inUse", inUse.filter(kept.version()::equals).isPresent());
                    return view;
                })
                .toList();
        return Pages.of(
                items, found.size() > limit ? String.valueOf(page.get(limit - 1).id()) : null);
    }

    /** One of them: its text, what it made different, and what going back to it would. */
    @GetMapping("/connections/{name}/rules/{direction}/versions/{version}")
    Map<String, @Nullable Object> version(
            @PathVariable String name, @PathVariable String direction, @PathVariable String version) {
        var connection = named(name);
        var kept = kept(connection, known(direction), version);
        var file = connection.name() + "/" + direction + ".groovy";
        var before = texts.of(connection.id(), direction, kept.id(), 1).stream()
                .map(RuleTexts.Kept::text)
                .findFirst()
                .orElse("");
        var view = view(kept);
        view.put("text", kept.text());
        view.put("difference", Difference.ofText(file, before, kept.text()));
        view.put("differenceToNow", Difference.ofText(file, rules.read(connection, direction), kept.text()));
        return view;
    }

    /** Writes the text of a version into the file again. */
    @PostMapping("/connections/{name}/rules/{direction}/versions/{version}/restore")
    ResponseEntity<Void> restore(
            @PathVariable String name,
            @PathVariable String direction,
            @PathVariable String version,
            @RequestHeader(name = "If-Match", required = false) @Nullable String now) {
        var connection = named(name);
        return saved(
                connection,
                direction,
                now,
                kept(connection, known(direction), version).text());
    }

    /** Names that the rule may use, for an editor. */
    @GetMapping("/connections/{name}/rules/{direction}/completion")
    Completion.Names completion(@PathVariable String name, @PathVariable String direction) {
        return completion.of(named(name), known(direction));
    }

    /**
     * A text that somebody is writing.
     *
     * @param at how many characters of it stand before the cursor
     */
    record Written(String text, int at) {
        Written {
            if (text == null || text.length() > LONGEST)
                throw new IllegalArgumentException("text is a rule of at most " + LONGEST + " characters.");
        }
    }

    /** What fits at a place of a text that need not be whole. */
    @PostMapping("/connections/{name}/rules/{direction}/completion")
    Completion.Offer completion(
            @PathVariable String name, @PathVariable String direction, @RequestBody Written written) {
        return completion.at(named(name), known(direction), written.text(), written.at());
    }

    private ResponseEntity<Void> saved(Connection connection, String direction, @Nullable String version, String text) {
        var before = rules.read(connection, direction);
        var file = connection.name() + "/" + direction + ".groovy";
        if (version != null && !bare(version).equals(rules.version(before)))
            throw new RuleMoved(rules.version(before), before, Difference.ofText(file, before, text));
        Deed.to("rule %s: %s → %s".formatted(direction, rules.version(before), rules.version(text)));
        Deed.difference(Difference.ofText(file, before, text));
        rules.save(
                connection, direction, text, Caller.current().map(Caller::name).orElse("unknown"));
        return ResponseEntity.noContent().eTag(rules.version(text)).build();
    }

    private RuleTexts.Kept kept(Connection connection, String direction, String version) {
        return texts.find(connection.id(), direction, version)
                .orElseThrow(() -> new NoSuchElementException("There is no version '%s' of the %s rule of '%s'."
                        .formatted(version, direction, connection.name())));
    }

    private Map<String, @Nullable Object> view(Connection connection) {
        var state = rules.state(connection);
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("connection", connection.name());
        view.put("mode", connection.mode());
        view.put("publish", rules.isPublishedByHand() ? "manual" : "auto");
        view.put("inUse", state.inUse());
        view.put("files", state.files());
        view.put("changed", state.changed());
        view.put("problem", problem(state));
        view.put(
                "rules",
                state.rules().stream().map(text -> view(connection, text)).toList());
        return view;
    }

    private static @Nullable Map<String, @Nullable Object> problem(RuleState state) {
        var broken = state.problem();
        if (broken == null) return null;
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("file", broken.file());
        view.put("line", broken.line());
        view.put("column", broken.column());
        view.put("message", broken.getMessage());
        view.put("sentence", broken.sentence());
        return view;
    }

    private Map<String, @Nullable Object> view(Connection connection, RuleState.Text text) {
        var last = texts.of(connection.id(), text.direction(), null, 1).stream()
                .filter(kept -> kept.version().equals(text.version()))
                .findFirst();
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("direction", text.direction());
        view.put("file", text.file());
        view.put("version", text.version());
        view.put("inUse", text.versionInUse());
        view.put("changed", text.isChanged());
        view.put("modified", text.modified());
        view.put("author", last.map(RuleTexts.Kept::author).orElse(null));
        return view;
    }

    private static Map<String, @Nullable Object> view(RuleTexts.Kept kept) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("version", kept.version());
        view.put("at", kept.at());
        view.put("author", kept.author());
        view.put("rules", kept.book());
        return view;
    }

    private Connection named(String name) {
        return connections
                .named(name)
                .orElseThrow(() -> new NoSuchElementException("There is no connection '" + name + "'."));
    }

    private static String bare(String etag) {
        return etag.replace("\"", "");
    }

    private static String known(String direction) {
        if (!Set.of("outgoing", "incoming").contains(direction))
            throw new NoSuchElementException("Rules are outgoing or incoming, not '" + direction + "'.");
        return direction;
    }
}
