package dev.drawbridge.rules;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.connection.Connection;
import dev.drawbridge.jira.RuleCalls;
import dev.drawbridge.queue.Inbox;
import dev.drawbridge.queue.SyncEvent;
import dev.drawbridge.replica.Replica;
import dev.drawbridge.replica.Snapshot;
import dev.drawbridge.replica.Trace;
import dev.drawbridge.replica.Was;
import dev.drawbridge.twin.Preview;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Turns a real exchange into an example: what the rule was run on, and all that it looked up. Nothing is written. */
@Component
public class Recorder {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LOOKED_THROUGH = 1000;

    private final Rulebooks books;
    private final RuleRunner runner;
    private final Surroundings around;
    private final Preview preview;
    private final Inbox inbox;

    Recorder(Rulebooks books, RuleRunner runner, Surroundings around, Preview preview, Inbox inbox) {
        this.books = books;
        this.runner = runner;
        this.around = around;
        this.preview = preview;
        this.inbox = inbox;
    }

    /**
     * The outgoing rule on an issue.
     *
     * @param masked whether people, addresses and free text are taken out
     */
    public ObjectNode outgoing(Connection connection, Snapshot issue, boolean masked) {
        var sight = preview.of(connection, issue);
        var shown = sight.shown().issue().json();
        var jira = new JiraRecorder(around.directory(), around.twinned());
        var recorded = recorded(connection, "outgoing", sight.traces());
        recorded.set("issue", shown);
        try {
            recording(jira, recorded)
                    .outgoing(books.of(connection), Terms.of(connection), shown.deepCopy(), RuleRunner.Doing.NOTHING);
        } catch (RuleBroken broken) {
            // What it looked up until then is what the example needs.
        }
        return finished(connection, recorded, jira, "outgoing", masked);
    }

    /**
     * The incoming rule on what the partner said last about an issue.
     *
     * @throws IllegalArgumentException when nothing that it said is kept any more
     */
    public ObjectNode incoming(Connection connection, Snapshot issue, boolean masked) {
        var sight = preview.of(connection, issue);
        var event = sight.twin() == null
                ? Optional.<SyncEvent>empty()
                : inbox.lastStates(connection.id(), sight.twin(), 1).stream().findFirst();
        return incoming(
                connection,
                sight,
                event.orElseThrow(() -> new IllegalArgumentException(
                        "Of what the partner said about %s nothing is kept any more: change the issue there, then record."
                                .formatted(issue.key()))),
                masked);
    }

    /**
     * The incoming rule on what the partner said last about an issue of its own of which none has come to be here.
     *
     * @param remote key of the issue there
     * @throws IllegalArgumentException when nothing was said of such an issue
     */
    public ObjectNode incomingOf(Connection connection, String remote, boolean masked) {
        var event = inbox.lastStates(connection.id(), null, LOOKED_THROUGH).stream()
                .filter(state -> remote.equals(state.text("issueKey")))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "The partner said nothing of an issue %s that is kept still.".formatted(remote)));
        return incoming(connection, null, event, masked);
    }

    private ObjectNode incoming(Connection connection, Preview.@Nullable Sight sight, SyncEvent event, boolean masked) {
        var before = sight == null ? null : sight.issue().issue().json();
        var traces = sight == null ? List.<Trace>of() : sight.traces();
        var jira = new JiraRecorder(around.directory(), around.twinned());
        var recorded = recorded(connection, "incoming", traces);
        var previous = sight == null ? null : Was.putBack(event.replica(), event.was());
        if (before != null) recorded.set("issue", before);
        recorded.set("replica", event.replica().json());
        if (previous != null) recorded.set("previous", previous.json());
        try {
            recording(jira, recorded)
                    .incoming(
                            books.of(connection),
                            new RuleRunner.Given(
                                    Terms.of(connection),
                                    before == null ? null : before.deepCopy(),
                                    sight == null ? "" : sight.issue().projectKey(),
                                    Replica.of(event.replica().json().deepCopy()),
                                    previous,
                                    sight == null,
                                    traces,
                                    Set.of(),
                                    RuleRunner.Doing.NOTHING));
        } catch (RuleBroken broken) {
            // As above.
        }
        return finished(connection, recorded, jira, "incoming", masked);
    }

    private static ObjectNode recorded(Connection connection, String direction, List<Trace> traces) {
        var terms = Terms.of(connection);
        var recorded = JsonNodeFactory.instance.objectNode();
        var said = recorded.putObject("case");
        said.put("direction", direction);
        said.putObject("connection")
                .put("incomingProject", terms.incomingProject())
                .put("remoteShort", terms.remoteShort())
                .put("commentHeader", terms.commentHeader())
                .put("markup", terms.markup());
        for (var trace : traces)
            said.withArray("/traces")
                    .addObject()
                    .put("kind", trace.kind().name())
                    .put("local", trace.localId())
                    .put("remote", trace.remoteId())
                    .put("owner", trace.owner().name());
        return recorded;
    }

    private RuleRunner recording(JiraRecorder jira, ObjectNode recorded) {
        return runner.in(new Surroundings(
                Elsewhere.uncounted(dev.drawbridge.jira.Directory.class, jira),
                Elsewhere.uncounted(dev.drawbridge.twin.Twinned.class, jira),
                around.jiraUrl(),
                (method, path, body) ->
                        noted(recorded, method, path, around.calls().make(method, path, body)),
                connection -> (method, url, headers, body) -> noted(
                        recorded, method, url, around.hosts().apply(connection).ask(method, url, headers, body))));
    }

    private static RuleCalls.Reply noted(ObjectNode recorded, String method, String path, RuleCalls.Reply reply) {
        if (reply.problem() == null)
            recorded.withObject("/case")
                    .withObject("/calls")
                    .set(method.toUpperCase(java.util.Locale.ROOT) + " " + path, reply.body());
        return reply;
    }

    private ObjectNode finished(
            Connection connection, ObjectNode recorded, JiraRecorder jira, String direction, boolean masked) {
        var words = books.read(connection, direction);
        var ids = new TreeSet<String>();
        recorded.path("issue").path("customFields").fieldNames().forEachRemaining(ids::add);
        recorded.set(
                "metadata",
                jira.facts(field -> ids.contains(field.path("id").asText())
                        || words.contains(field.path("name").asText())));
        var result = JSON.<ObjectNode>valueToTree(recorded);
        if (masked) new Mask().over(result);
        return result;
    }
}
