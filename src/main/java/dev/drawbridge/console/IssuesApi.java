package dev.drawbridge.console;

import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.ConnectionState;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.journal.Journal;
import dev.drawbridge.journal.JournalEntry;
import dev.drawbridge.queue.Inbox;
import dev.drawbridge.queue.Kind;
import dev.drawbridge.queue.Lanes;
import dev.drawbridge.queue.Outbox;
import dev.drawbridge.twin.LostValues;
import dev.drawbridge.twin.Twin;
import dev.drawbridge.twin.Twins;
import dev.drawbridge.twin.Warnings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private final Outbox outbox;
    private final Warnings warnings;
    private final LostValues lostValues;
    private final Journal journal;

    IssuesApi(
            Twins twins,
            Connections connections,
            Lanes lanes,
            Inbox inbox,
            Outbox outbox,
            Warnings warnings,
            LostValues lostValues,
            Journal journal) {
        this.twins = twins;
        this.connections = connections;
        this.lanes = lanes;
        this.inbox = inbox;
        this.outbox = outbox;
        this.warnings = warnings;
        this.lostValues = lostValues;
        this.journal = journal;
    }

    @GetMapping("/issues/{key}")
    @Transactional
    public Map<String, Object> issue(@PathVariable String key) {
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
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("connection", connection.name());
        view.put("remoteKey", event.text("issueKey"));
        view.put("remoteUrl", null);
        view.put("state", held(lane).orElse("IN_PROGRESS"));
        view.put("why", Contents.shown(lane.trouble().reason()));
        view.put("warnings", List.of());
        view.put("lost", List.of());
        view.put("timeline", timeline(lane.twin()));
        return view;
    }

    private static Optional<String> held(Lanes.Held lane) {
        if (lane.trouble().problem().equals("WAITING_FOR_PARENT")
                && lane.state().equals("RETRY")) return Optional.of("WAITING_FOR_PARENT");
        if (lane.state().equals("RETRY") || lane.state().equals("WAITING")) return Optional.empty();
        return Optional.of(lane.state().equals("HELD") ? "HELD" : "ERROR");
    }

    private Map<String, @Nullable Object> view(Twin twin) {
        var connection = connections.find(twin.connection()).orElseThrow();
        var held = lanes.heldBy(twin.connection(), twin.id()).orElse(null);
        var shown = warnings.ofTwin(twin.id());
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("connection", connection.name());
        view.put("remoteKey", twin.remote().key());
        view.put("remoteUrl", twin.remote().url());
        view.put("state", state(twin, connection, held, !shown.isEmpty()));
        view.put(
                "why",
                Contents.shown(
                        held != null
                                ? held.trouble().reason()
                                : twin.failure() != null
                                        ? twin.failure()
                                        : twin.life().why()));
        view.put("warnings", shown.stream().map(IssuesApi::warning).toList());
        view.put("lost", Contents.shown(lostValues.of(twin.id())));
        view.put("timeline", timeline(twin.id()));
        return view;
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

    private List<Map<String, @Nullable Object>> timeline(UUID twin) {
        return journal.ofTwin(twin, 100).stream().map(IssuesApi::entry).toList();
    }

    private String state(Twin twin, Connection connection, Lanes.@Nullable Held held, boolean warned) {
        var state = twin.life().state();
        if (state == Twin.State.REMOTE_REMOVED) return "REMOTE_REMOVED";
        if (state == Twin.State.MOVED_OUT) return "MOVED_OUT_OF_SCOPE";
        if (state == Twin.State.CONNECTING) return "CONNECTING";
        if (!twin.isActive()) return "NOT_UNDER_SYNC";
        if (connection.state() == ConnectionState.DEACTIVATED) return "DEACTIVATED";
        var back = held == null ? Optional.<String>empty() : held(held);
        if (back.isPresent()) return back.get();
        if (twin.failure() != null) return "REMOTE_ERROR";
        if (!twin.life().acked()) return "WAITING_FOR_REMOTE";
        if (held != null
                || outbox.unsent(twin.connection(), twin.id(), Kind.REPLICA).isPresent()) return "IN_PROGRESS";
        return warned ? "SYNCHRONIZED_EXCEPT" : "SYNCHRONIZED";
    }

    private static Map<String, @Nullable Object> entry(JournalEntry entry) {
        var happening = entry.happening();
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("at", entry.at());
        view.put("side", "LOCAL");
        view.put("kind", happening.kind());
        view.put("eventNumber", happening.eventNumber());
        view.put("ruleVersion", happening.ruleVersion());
        view.put("detail", Contents.shown(happening.detail()));
        return view;
    }
}
