package dev.drawbridge.console;

import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.queue.Events;
import dev.drawbridge.twin.Twins;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The queues: what waits, what was sent, what is worked on. */
@RestController
@RequestMapping("/api/v1/events")
class EventsApi {
    private static final int PAGE = 100;
    private static final Set<String> STATES =
            Set.of("OPEN", "WAITING", "SENT", "STORED", "WORKING", "RETRY", "BLOCKED", "PARKED", "SUPERSEDED", "DONE");

    private final Events events;
    private final Twins twins;
    private final Connections connections;
    private final QueueKeys keys;
    private final EventDetails details;

    EventsApi(Events events, Twins twins, Connections connections, QueueKeys keys, EventDetails details) {
        this.events = events;
        this.twins = twins;
        this.connections = connections;
        this.keys = keys;
        this.details = details;
    }

    @GetMapping
    Map<String, @Nullable Object> list(
            @RequestParam(required = false) @Nullable String direction,
            @RequestParam(required = false) @Nullable String connection,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String local,
            @RequestParam(required = false) @Nullable String remote,
            @RequestParam(required = false) @Nullable UUID after) {
        if (direction != null && !Set.of("OUT", "IN").contains(direction))
            throw new IllegalArgumentException("direction is OUT or IN, not '" + direction + "'.");
        if (state != null && !STATES.contains(state))
            throw new IllegalArgumentException("state is one of %s, not '%s'."
                    .formatted(STATES.stream().sorted().toList(), state));
        var wanted = new Events.Wanted(direction, keys.connection(connection), state, keys.twins(local, remote), after);
        var found = events.find(wanted, PAGE + 1);
        var page = found.subList(0, Math.min(PAGE, found.size()));
        var next = found.size() > PAGE ? page.get(PAGE - 1).id().toString() : null;
        return Pages.of(page.stream().map(this::view).toList(), next);
    }

    /**
     * All that is kept of one event.
     *
     * @param plan whether the calls to Jira are to be worked out that one which still waits here would make; nothing is
     *     written
     */
    @GetMapping("/{id}")
    Map<String, @Nullable Object> one(@PathVariable UUID id, @RequestParam(defaultValue = "false") boolean plan) {
        var whole = events.find(id).orElseThrow(() -> new NoSuchElementException("There is no event " + id + "."));
        var view = view(whole.shown());
        view.putAll(details.of(whole, plan));
        return view;
    }

    private Map<String, @Nullable Object> view(Events.Shown event) {
        var twin = event.twin() == null ? null : twins.find(event.twin()).orElse(null);
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("id", event.id());
        view.put("eventNumber", event.number());
        view.put("direction", event.direction());
        view.put("kind", event.kind());
        view.put(
                "connection",
                connections.find(event.connection()).map(Connection::name).orElse("?"));
        view.put("state", event.state());
        view.put("twin", event.twin());
        view.put(
                "local",
                twin == null || twin.local() == null ? null : twin.local().key());
        view.put("remote", twin == null ? null : twin.remote().key());
        view.put("createdAt", event.since());
        view.put("attempts", event.attempts());
        return view;
    }
}
