package dev.drawbridge.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.jira.Directory;
import dev.drawbridge.jira.Issues;
import dev.drawbridge.jira.JiraTrouble;
import dev.drawbridge.queue.Events;
import dev.drawbridge.queue.Kind;
import dev.drawbridge.queue.Lanes;
import dev.drawbridge.queue.SyncEvent;
import dev.drawbridge.rules.RuleBroken;
import dev.drawbridge.rules.Tries;
import dev.drawbridge.twin.Twin;
import dev.drawbridge.twin.Twins;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What is inside an event and what became of it, for those who may read contents. */
@Component
class EventDetails {
    private static final Set<String> OVER = Set.of("DONE", "SUPERSEDED");

    private final Connections connections;
    private final Lanes lanes;
    private final Twins twins;
    private final Issues issues;
    private final Tries tries;
    private final Timelines timelines;
    private final Directory directory;

    EventDetails(
            Connections connections,
            Lanes lanes,
            Twins twins,
            Issues issues,
            Tries tries,
            Timelines timelines,
            Directory directory) {
        this.connections = connections;
        this.lanes = lanes;
        this.twins = twins;
        this.issues = issues;
        this.tries = tries;
        this.timelines = timelines;
        this.directory = directory;
    }

    Map<String, @Nullable Object> of(Events.Whole whole, boolean plan) {
        var shown = whole.shown();
        var event = whole.event();
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("ruleVersion", event == null ? null : event.text("ruleVersion"));
        view.put("starts", event != null && event.starts());
        view.put("basedOn", event == null ? null : event.basedOn());
        view.put("contents", contents(event));
        view.put("replica", part(event, "replica"));
        view.put("was", part(event, "was"));
        view.put("details", part(event, "details"));
        view.put("files", event == null ? List.of() : event.blobs());
        var waits = shown.direction().equals("IN") && !OVER.contains(shown.state());
        var lane = shown.twin() == null || !waits
                ? null
                : lanes.heldBy(shown.connection(), shown.twin()).orElse(null);
        view.put("error", lane == null || lane.state().equals("HELD") ? null : lane.error());
        view.put("trouble", lane == null ? null : lane.trouble().reason());
        view.put("canPlan", waits && event != null && event.kind() == Kind.REPLICA && event.parcel() == null);
        if (plan && Boolean.TRUE.equals(view.get("canPlan"))) plan(view, whole);
        view.put("history", history(shown));
        return view;
    }

    /** Why there is no replica to be read, in a sentence; null when there is one. */
    private static @Nullable String contents(@Nullable SyncEvent event) {
        if (event == null) return "Its contents are not kept any more.";
        if (event.parcel() != null)
            return "Its contents are so large that they travel apart from it (%d bytes)."
                    .formatted(event.parcel().bytes());
        return event.json().path("replica").isObject() ? null : "An event of this kind has no replica.";
    }

    private static @Nullable ObjectNode part(@Nullable SyncEvent event, String name) {
        return event != null && event.json().get(name) instanceof ObjectNode part && !part.isEmpty()
                ? Redacted.of(part)
                : null;
    }

    private List<Map<String, @Nullable Object>> history(Events.Shown shown) {
        if (shown.twin() == null || shown.number() == null) return List.of();
        return timelines.of(shown.connection(), shown.twin()).stream()
                .filter(entry -> Objects.equals(entry.get("eventNumber"), shown.number()))
                .filter(entry -> Timelines.QUEUED.equals(entry.get("kind"))
                        == shown.direction().equals("OUT"))
                .toList();
    }

    private void plan(Map<String, @Nullable Object> view, Events.Whole whole) {
        var connection = connections.find(whole.shown().connection()).orElseThrow();
        directory.forget();
        try {
            var planned =
                    planned(connection, Objects.requireNonNull(whole.shown().twin()), whole.event());
            view.put("plan", planned.plan());
            view.put("planWarnings", planned.warnings());
            view.put("planProblem", null);
        } catch (RuleBroken broken) {
            view.put("planProblem", broken.sentence());
        } catch (JiraTrouble trouble) {
            view.put("planProblem", trouble.sentence());
        }
    }

    private Tries.Incoming planned(Connection connection, java.util.UUID twin, @Nullable SyncEvent event) {
        var issue = twins.find(twin)
                .map(Twin::local)
                .flatMap(local -> issues.read(String.valueOf(local.issueId())))
                .orElse(null);
        return tries.incoming(
                connection, issue, Objects.requireNonNull(event).replica().json(), (String) null);
    }
}
