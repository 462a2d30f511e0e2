package dev.drawbridge.twin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.connection.Declaration;
import dev.drawbridge.journal.Happening;
import dev.drawbridge.journal.Journal;
import dev.drawbridge.queue.Arrived;
import dev.drawbridge.queue.Outbox;
import dev.drawbridge.queue.SyncEvent;
import dev.drawbridge.replica.Trace;
import dev.drawbridge.replica.Warning;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** What takes effect the moment it is stored: acknowledgements, failures, ends. Runs in the storing transaction. */
@Component
class News {
    private final Twins twins;
    private final Traces traces;
    private final Warnings warnings;
    private final Outbox outbox;
    private final Ends ends;
    private final Connects connects;
    private final Connections connections;
    private final Journal journal;
    private final ApplicationEventPublisher listeners;

    News(
            Twins twins,
            Traces traces,
            Warnings warnings,
            Outbox outbox,
            Ends ends,
            Connects connects,
            Connections connections,
            Journal journal,
            ApplicationEventPublisher listeners) {
        this.twins = twins;
        this.traces = traces;
        this.warnings = warnings;
        this.outbox = outbox;
        this.ends = ends;
        this.connects = connects;
        this.connections = connections;
        this.journal = journal;
        this.listeners = listeners;
    }

    @EventListener
    void on(Arrived arrived) {
        var event = arrived.event();
        var connection = connections.find(arrived.connection()).orElseThrow();
        switch (event.kind()) {
            case ACK -> twin(connection, event).ifPresent(twin -> acknowledged(connection, twin, event));
            case FAILED -> twin(connection, event).ifPresent(twin -> failed(connection, twin, event));
            case UNSYNC -> ended(connection, event, "The partner ended the sync: " + why(event));
            case CONNECT_ACCEPTED -> {
                outbox.settled(connection.id(), Objects.requireNonNull(event.twin()), Long.MAX_VALUE);
                connects.accepted(connection, event);
            }
            case CONNECT_REFUSED ->
                ended(connection, event, "The partner did not agree to connect the issues: " + why(event));
            case CONFIG -> declared(connections.heard(connection.id(), Declaration.read(event.details()), event.seq()));
            case REMOVED -> removed(connection);
            case UNKNOWN ->
                journal.write(Happening.of(
                                Happening.Level.ERROR,
                                "not-understood",
                                "The partner sent news of a kind that this version does not know: "
                                        + event.notUnderstood() + ". Upgrade this node.")
                        .on(connection.id(), connection.name()));
            default -> {}
        }
    }

    /** Also of a twin that is not known here yet: its first event may still wait. */
    private void ended(Connection connection, SyncEvent event, String why) {
        var id = Objects.requireNonNull(event.twin());
        var known = twins.lock(id);
        if (known.isPresent() && !known.get().connection().equals(connection.id())) return;
        var twin = known.filter(Twin::isLive);
        if (twin.isPresent()) ends.endThere(twin.get(), connection.name(), Twin.State.ENDED, why, event.seq());
        else ends.drop(connection.id(), id);
    }

    private void acknowledged(Connection connection, Twin twin, SyncEvent event) {
        var details = event.details();
        var remote = details.path("remote");
        var gid = Claims.gid(text(remote, "gid"));
        var key = Claims.key(text(remote, "key"));
        var known = twin.remote();
        var there = new Twin.Remote(
                or(gid, known.gid()),
                or(Claims.id(gid), known.id()),
                or(key, known.key()),
                or(Claims.link(connection, key), known.url()),
                known.origin(),
                known.hops());
        outbox.settled(connection.id(), twin.id(), details.path("upTo").asLong(0));
        var life = twin.life();
        twins.update(twin.with(there)
                .with(new Twin.Life(life.state(), life.why(), life.startedHere(), life.startedAt(), true))
                .failing(null));
        if (known.id() == null) listeners.publishEvent(Awaited.Paired.of(twin.with(there)));
        details.path("traces").forEach(pair -> paired(twin, pair));
        var refused = refused(details);
        warnings.replace(connection.id(), twin.id(), Warnings.Side.REMOTE, refused);
        tell(connection, twin, event, Happening.Level.INFO, "settled-there", settled(details, refused));
        if (!life.acked())
            journal.write(Happening.of(Happening.Level.INFO, "under-sync", "Under sync with " + key + ".")
                    .on(connection.id(), connection.name())
                    .with(twin.id(), twin.local() == null ? null : twin.local().key()));
    }

    /** A kind that only newer nodes know is left out. */
    private void paired(Twin twin, JsonNode pair) {
        var ours = pair.path("yours").asText("");
        var theirs = pair.path("ours").asText("");
        for (var kind : Trace.Kind.values())
            if (kind.name().equals(pair.path("kind").asText()) && isId(ours) && isId(theirs))
                traces.put(twin.id(), new Trace(kind, ours, theirs, Trace.Owner.LOCAL));
    }

    private static boolean isId(String said) {
        return said.matches("[\\w-]{1,64}");
    }

    private void failed(Connection connection, Twin twin, SyncEvent event) {
        var sentence = Claims.cut(event.details().path("sentence").asText("The partner could not apply it."), 2000);
        twins.update(twin.failing(sentence));
        tell(connection, twin, event, Happening.Level.WARN, "failed-there", sentence);
    }

    private void tell(
            Connection connection, Twin twin, SyncEvent event, Happening.Level level, String kind, String sentence) {
        journal.write(Happening.of(level, kind, sentence)
                .on(connection.id(), connection.name())
                .with(twin.id(), twin.local() == null ? null : twin.local().key())
                .number(event.seq()));
    }

    /** Names of fields only: what stood in them is for those who may see the warnings. */
    private static String settled(JsonNode details, List<Warning> refused) {
        var upTo = details.path("upTo").asLong(0);
        var done = upTo == 0
                ? "Says that it has the issue."
                : "Is done with what was sent up to event %d.".formatted(upTo);
        if (refused.isEmpty()) return done;
        var fields = refused.stream().map(Warning::field).distinct().sorted().collect(Collectors.joining(", "));
        return done + " Not applied there: " + fields + ".";
    }

    private void declared(Connections.Heard heard) {
        var connection = heard.connection();
        if (heard.proposed())
            note(
                    connection,
                    "winner-proposed",
                    "The partner proposes that '%s' wins conflicts from now on. That is in force when it is chosen here, too, among the connection's advanced settings."
                            .formatted(connection.loser()));
        if (heard.turned())
            note(
                    connection,
                    "winner-changed",
                    "Both sides agreed: '%s' wins conflicts from now on.".formatted(connection.winner()));
        if (heard.theirKeys())
            note(
                    connection,
                    "keys-changed",
                    "The partner has changed its keys and said so under the old ones. The fingerprint is now: "
                            + connection.fingerprint());
        if (heard.ourKeys())
            note(
                    connection,
                    "keys-changed",
                    "The partner has our new keys, and they are in use. The fingerprint is now: "
                            + connection.fingerprint());
    }

    private void note(Connection connection, String kind, String sentence) {
        journal.write(Happening.of(Happening.Level.INFO, kind, sentence).on(connection.id(), connection.name()));
    }

    @EventListener
    void on(Connections.Agreed agreed) {
        journal.write(Happening.of(
                        Happening.Level.INFO,
                        "connection-accepted",
                        "Connected with the node '%s'. Its administrator must see the same fingerprint: %s"
                                .formatted(agreed.partner(), agreed.fingerprint()))
                .on(agreed.connection(), agreed.name()));
    }

    @EventListener
    void on(Connections.Leaving leaving) {
        endAll(leaving.connection(), leaving.name(), "The connection was removed here.");
    }

    private void endAll(UUID connection, String name, String why) {
        for (var twin : twins.liveOf(connection)) ends.endQuietly(twin, name, Twin.State.ENDED, why);
    }

    private void removed(Connection connection) {
        endAll(connection.id(), connection.name(), "The partner removed the connection.");
        connections.removedByPartner(connection.id());
        journal.write(Happening.of(
                        Happening.Level.ERROR,
                        "connection-removed",
                        "The partner removed the connection. Nothing in Jira changes.")
                .on(connection.id(), connection.name()));
    }

    /** A twin of that connection and no other: what a peer names of another one does not exist for it. */
    private Optional<Twin> twin(Connection connection, SyncEvent event) {
        var id = event.twin();
        return id == null
                ? Optional.empty()
                : twins.lock(id).filter(twin -> twin.connection().equals(connection.id()));
    }

    private static List<Warning> refused(JsonNode details) {
        var result = new ArrayList<Warning>();
        details.path("warnings")
                .forEach(warning -> result.add(new Warning(
                        Claims.cut(warning.path("field").asText("?"), 255),
                        Claims.cut(warning.path("value").asText(""), 2000),
                        Claims.cut(warning.path("reason").asText(""), 2000),
                        Claims.cut(warning.path("remedy").asText(""), 2000))));
        return result;
    }

    private static String why(SyncEvent event) {
        var why = event.text("why");
        return why == null ? "no reason given." : Claims.cut(why, 500);
    }

    private static @Nullable String text(JsonNode node, String name) {
        return node.hasNonNull(name) ? node.get(name).asText() : null;
    }

    private static @Nullable String or(@Nullable String value, @Nullable String otherwise) {
        return value == null ? otherwise : value;
    }
}
