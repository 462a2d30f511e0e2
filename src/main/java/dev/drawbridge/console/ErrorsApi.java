package dev.drawbridge.console;

import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.jira.Directory;
import dev.drawbridge.jira.Door;
import dev.drawbridge.queue.Inbox;
import dev.drawbridge.queue.Lanes;
import dev.drawbridge.replica.Canonical;
import dev.drawbridge.security.Deed;
import dev.drawbridge.twin.Again;
import dev.drawbridge.twin.Interventions;
import dev.drawbridge.twin.Twin;
import dev.drawbridge.twin.Twins;
import dev.drawbridge.twin.Warnings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What is held back or could not be applied, and why. */
@RestController
@RequestMapping("/api/v1/errors")
class ErrorsApi {
    private final Lanes lanes;
    private final Inbox inbox;
    private final Warnings warnings;
    private final Twins twins;
    private final Connections connections;
    private final Interventions interventions;
    private final Again again;
    private final Directory directory;
    private final Door door;

    ErrorsApi(
            Lanes lanes,
            Inbox inbox,
            Warnings warnings,
            Twins twins,
            Connections connections,
            Interventions interventions,
            Again again,
            Directory directory,
            Door door) {
        this.lanes = lanes;
        this.inbox = inbox;
        this.warnings = warnings;
        this.twins = twins;
        this.connections = connections;
        this.interventions = interventions;
        this.again = again;
        this.directory = directory;
        this.door = door;
    }

    @GetMapping
    Map<String, @Nullable Object> list() {
        var items = new ArrayList<Map<String, @Nullable Object>>();
        lanes.held().stream().filter(lane -> !lane.state().equals("HELD")).forEach(lane -> items.add(view(lane)));
        warnings.all().forEach(warning -> items.add(view(warning)));
        return Pages.whole(items);
    }

    @PostMapping("/{id}/retry")
    Map<String, Object> retry(@PathVariable UUID id) {
        about(id);
        asksJiraAnew();
        if (!lanes.retry(id) && !again.warning(id))
            throw new NoSuchElementException("There is no error " + id + " any more.");
        return Map.of("id", id, "state", "WAITING");
    }

    @PostMapping("/{id}/skip")
    Map<String, Object> skip(@PathVariable UUID id) {
        about(id);
        interventions.skip(id);
        return Map.of("id", id, "state", "SUPERSEDED");
    }

    @PostMapping("/groups/{group}/retry")
    Map<String, Object> retryGroup(@PathVariable String group) {
        var alike =
                lanes.held().stream().filter(lane -> group(lane).equals(group)).toList();
        if (alike.isEmpty()) throw new NoSuchElementException("There is no error of group " + group + " any more.");
        asksJiraAnew();
        Deed.to("%d alike: %s".formatted(alike.size(), alike.get(0).trouble().problem()));
        Deed.on(name(alike.get(0).connection()));
        alike.forEach(lane -> lanes.retry(lane.error()));
        return Map.of("group", group, "retried", alike.size());
    }

    /** What the audit says of what is about to be done to it. */
    private void about(UUID id) {
        lanes.held(id).ifPresent(lane -> {
            Deed.on(name(lane.connection()));
            Deed.to("issue %s: %s".formatted(key(lane), lane.trouble().problem()));
        });
    }

    /** Somebody has mended something, perhaps in Jira. */
    private void asksJiraAnew() {
        directory.forget();
        door.openAgain();
    }

    private Map<String, @Nullable Object> view(Lanes.Held lane) {
        var trouble = lane.trouble();
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("id", lane.error());
        view.put("group", group(lane));
        view.put("impact", trouble.problem().equals("WAITING_FOR_PARENT") ? "Warning" : "Issue");
        view.put("connection", name(lane.connection()));
        view.put("issue", key(lane));
        view.put("side", "LOCAL");
        view.put("type", trouble.problem());
        view.put("message", Contents.shown(trouble.reason()));
        view.put("at", at(trouble));
        view.put("stackTrace", Contents.shown(trouble.stackTrace()));
        view.put("remedy", Contents.shown(trouble.remedy()));
        view.put("since", lane.since());
        view.put("attempts", lane.attempts());
        view.put(
                "waitingBehind",
                Math.max(0, inbox.inLane(lane.connection(), lane.twin()).size() - 1));
        return view;
    }

    private Map<String, @Nullable Object> view(Warnings.Shown shown) {
        var warning = shown.warning();
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("id", shown.id());
        view.put("group", hash(List.of("WARNING", warning.field(), masked(warning.reason()))));
        view.put("impact", "Warning");
        view.put("connection", name(shown.connection()));
        view.put("issue", key(shown.twin()));
        view.put("side", shown.side() == Warnings.Side.REMOTE ? "REMOTE" : "LOCAL");
        view.put("type", warning.field());
        view.put("message", Contents.shown(warning.reason()));
        view.put("at", null);
        view.put("stackTrace", null);
        view.put("remedy", Contents.shown(warning.remedy()));
        view.put("since", shown.since());
        view.put("attempts", 0);
        view.put("waitingBehind", 0);
        return view;
    }

    private String name(UUID connection) {
        return connections.find(connection).map(Connection::name).orElse("?");
    }

    /** Ours; while there is none, the partner's. */
    private @Nullable String key(Lanes.Held lane) {
        var ours = key(lane.twin());
        return ours != null
                ? ours
                : inbox.head(lane.connection(), lane.twin()).stream()
                        .findFirst()
                        .map(stored -> stored.event().text("issueKey"))
                        .orElse(null);
    }

    private @Nullable String key(UUID twin) {
        return twins.find(twin).map(Twin::local).map(Twin.Local::key).orElse(null);
    }

    /** Errors of one cause differ in names and numbers only. */
    private static String group(Lanes.Held lane) {
        var trouble = lane.trouble();
        return hash(List.of(
                trouble.problem(),
                String.valueOf(trouble.ruleFile()),
                String.valueOf(trouble.ruleLine()),
                masked(trouble.reason())));
    }

    private static String hash(List<String> cause) {
        return Canonical.sha256(String.join("\n", cause)).substring(0, 16);
    }

    private static String masked(String sentence) {
        return sentence.replaceAll("'[^']*'", "'…'").replaceAll("[A-Z][A-Z0-9_]*-\\d+|\\d+", "#");
    }

    private static @Nullable Map<String, Object> at(Lanes.Trouble trouble) {
        if (trouble.ruleFile() == null) return null;
        return Map.of("file", trouble.ruleFile(), "line", trouble.ruleLine() == null ? 0 : trouble.ruleLine());
    }
}
