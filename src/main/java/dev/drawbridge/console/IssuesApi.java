package dev.drawbridge.console;

import dev.drawbridge.connection.Connections;
import dev.drawbridge.jira.LocalInstance;
import dev.drawbridge.queue.Inbox;
import dev.drawbridge.queue.Lanes;
import dev.drawbridge.twin.LostValues;
import dev.drawbridge.twin.Twin;
import dev.drawbridge.twin.Twins;
import dev.drawbridge.twin.Warnings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** How it stands with an issue. */
@RestController
@RequestMapping("/api/v1")
class IssuesApi {
    private final Twins twins;
    private final Connections connections;
    private final Lanes lanes;
    private final Inbox inbox;
    private final Standing standing;
    private final LocalInstance jira;
    private final Warnings warnings;
    private final LostValues lostValues;
    private final Timelines timelines;

    IssuesApi(
            Twins twins,
            Connections connections,
            Lanes lanes,
            Inbox inbox,
            Standing standing,
            LocalInstance jira,
            Warnings warnings,
            LostValues lostValues,
            Timelines timelines) {
        this.twins = twins;
        this.connections = connections;
        this.lanes = lanes;
        this.inbox = inbox;
        this.standing = standing;
        this.jira = jira;
        this.warnings = warnings;
        this.lostValues = lostValues;
        this.timelines = timelines;
    }

    @GetMapping("/issues/{key}")
    @Transactional
    public Map<String, Object> issue(@PathVariable("key") String asked) {
        var key = asked.strip().toUpperCase(Locale.ROOT);
        var known = Stream.concat(twins.ofLocalKey(key).stream(), twins.ofRemoteKey(key).stream())
                .distinct()
                .toList();
        var views = new ArrayList<>(known.stream().map(this::view).toList());
        lanes.held().stream()
                .filter(lane -> isToBecome(lane, key))
                .map(this::coming)
                .forEach(views::add);
        return Map.of("key", key, "connections", views);
    }

    /** What is held back of an issue of the partner that has no twin here yet. */
    private boolean isToBecome(Lanes.Held lane, String key) {
        return twins.find(lane.twin()).isEmpty()
                && inbox.head(lane.connection(), lane.twin()).stream()
                        .anyMatch(stored -> key.equalsIgnoreCase(stored.event().text("issueKey")));
    }

    private Map<String, @Nullable Object> coming(Lanes.Held lane) {
        var connection = connections.find(lane.connection()).orElseThrow();
        var event = inbox.head(lane.connection(), lane.twin()).get(0).event();
        var told = standing.of(lane, connection);
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("connection", connection.name());
        view.put("localKey", null);
        view.put("localUrl", null);
        view.put("remoteKey", event.text("issueKey"));
        view.put("remoteUrl", null);
        view.put("twin", lane.twin());
        view.put("state", told.state().name());
        view.put("why", told.why());
        view.put("warnings", List.of());
        view.put("errors", List.of(lane.error()));
        view.put("lost", List.of());
        view.put("timeline", timelines.of(lane.connection(), lane.twin()));
        return view;
    }

    private Map<String, @Nullable Object> view(Twin twin) {
        var connection = connections.find(twin.connection()).orElseThrow();
        var held = lanes.heldBy(twin.connection(), twin.id()).orElse(null);
        var shown = warnings.ofTwin(twin.id());
        var told = standing.of(twin, connection, held, shown);
        var local = twin.local();
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("connection", connection.name());
        view.put("localKey", local == null ? null : local.key());
        view.put("localUrl", local == null ? null : jira.url() + "/browse/" + local.key());
        view.put("remoteKey", twin.remote().key());
        view.put("remoteUrl", twin.remote().url());
        view.put("twin", twin.id());
        view.put("state", told.state().name());
        view.put("why", told.why());
        view.put("warnings", shown.stream().map(IssuesApi::warning).toList());
        view.put("errors", errors(held, shown));
        view.put("lost", Contents.shown(lostValues.of(twin.id())));
        view.put("timeline", timelines.of(twin.connection(), twin.id()));
        return view;
    }

    /** Ids of what can be tried again. */
    private static List<UUID> errors(Lanes.@Nullable Held held, List<Warnings.Shown> warnings) {
        return Stream.concat(
                        Stream.ofNullable(held)
                                .filter(lane -> !lane.state().equals("HELD"))
                                .map(Lanes.Held::error),
                        warnings.stream()
                                .filter(shown -> shown.side() != Warnings.Side.REMOTE)
                                .map(Warnings.Shown::id))
                .toList();
    }

    private static Map<String, @Nullable Object> warning(Warnings.Shown shown) {
        var warning = shown.warning();
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("field", warning.field());
        view.put("value", Contents.shown(warning.value()));
        view.put("reason", Contents.shown(warning.reason()));
        view.put("remedy", Contents.shown(warning.remedy()));
        return view;
    }
}
