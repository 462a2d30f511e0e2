package dev.drawbridge.console;

import static dev.drawbridge.console.IssueState.ARCHIVED;
import static dev.drawbridge.console.IssueState.CONNECTING;
import static dev.drawbridge.console.IssueState.DEACTIVATED;
import static dev.drawbridge.console.IssueState.DIFFERS;
import static dev.drawbridge.console.IssueState.ERROR;
import static dev.drawbridge.console.IssueState.HELD;
import static dev.drawbridge.console.IssueState.IN_PROGRESS;
import static dev.drawbridge.console.IssueState.MOVED_OUT_OF_SCOPE;
import static dev.drawbridge.console.IssueState.NOT_UNDER_SYNC;
import static dev.drawbridge.console.IssueState.REMOTE_ERROR;
import static dev.drawbridge.console.IssueState.REMOTE_REMOVED;
import static dev.drawbridge.console.IssueState.SYNCHRONIZED;
import static dev.drawbridge.console.IssueState.SYNCHRONIZED_EXCEPT;
import static dev.drawbridge.console.IssueState.WAITING_FOR_PARENT;
import static dev.drawbridge.console.IssueState.WAITING_FOR_REMOTE;

import dev.drawbridge.connection.Condition;
import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.ConnectionState;
import dev.drawbridge.jira.Absences;
import dev.drawbridge.jobs.Verdicts;
import dev.drawbridge.queue.Kind;
import dev.drawbridge.queue.Lanes;
import dev.drawbridge.queue.Outbox;
import dev.drawbridge.twin.Twin;
import dev.drawbridge.twin.Warnings;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells how it stands with a twin, and why. */
@Component
class Standing {
    private final Outbox outbox;
    private final Absences absences;
    private final Verdicts verdicts;

    Standing(Outbox outbox, Absences absences, Verdicts verdicts) {
        this.outbox = outbox;
        this.absences = absences;
        this.verdicts = verdicts;
    }

    /**
     * How it stands.
     *
     * @param known what is known of this very issue beside its state; null when nothing is
     */
    record Told(IssueState state, @Nullable String known) {
        /** One sentence, as far as the caller may read it; empty only for what is in sync. */
        String why() {
            return state.why(Contents.shown(known));
        }
    }

    /** In the transaction of the caller. */
    Told of(Twin twin, Connection connection, Lanes.@Nullable Held held, List<Warnings.Shown> warnings) {
        var ended = ended(twin);
        if (ended != null) return new Told(ended, twin.life().why());
        if (twin.life().state() == Twin.State.CONNECTING) return new Told(CONNECTING, late(connection, CONNECTING));
        if (connection.state() == ConnectionState.DEACTIVATED) return new Told(DEACTIVATED, null);
        var away = Optional.ofNullable(twin.local()).flatMap(local -> absences.of(local.issueId()));
        if (away.isPresent())
            return away.get() == Absences.Reason.ARCHIVED
                    ? new Told(ARCHIVED, null)
                    : new Told(ERROR, "The proxy user may not see the issue any more: its sync waits until it may.");
        if (held != null && back(held) != IN_PROGRESS) return told(held);
        if (twin.failure() != null) return new Told(REMOTE_ERROR, twin.failure());
        if (!twin.life().acked()) return new Told(WAITING_FOR_REMOTE, late(connection, WAITING_FOR_REMOTE));
        if (held != null) return told(held);
        if (outbox.unsent(twin.connection(), twin.id(), Kind.REPLICA).isPresent())
            return new Told(IN_PROGRESS, late(connection, IN_PROGRESS));
        if (!warnings.isEmpty()) return new Told(SYNCHRONIZED_EXCEPT, except(warnings));
        return verdicts.differs(twin.id())
                .map(why -> new Told(DIFFERS, why))
                .orElseGet(() -> new Told(SYNCHRONIZED, null));
    }

    /** Of what has no twin yet. */
    Told of(Lanes.Held held, Connection connection) {
        return connection.state() == ConnectionState.DEACTIVATED ? new Told(DEACTIVATED, null) : told(held);
    }

    private static @Nullable IssueState ended(Twin twin) {
        return switch (twin.life().state()) {
            case REMOTE_REMOVED -> REMOTE_REMOVED;
            case MOVED_OUT -> MOVED_OUT_OF_SCOPE;
            case ENDED, DELETED_HERE -> NOT_UNDER_SYNC;
            case ACTIVE, CONNECTING -> null;
        };
    }

    private static Told told(Lanes.Held held) {
        return new Told(back(held), held.trouble().reason());
    }

    private static IssueState back(Lanes.Held held) {
        var retried = held.state().equals("RETRY") || held.state().equals("WAITING");
        if (held.state().equals("RETRY") && held.trouble().problem().equals("WAITING_FOR_PARENT"))
            return WAITING_FOR_PARENT;
        if (retried) return IN_PROGRESS;
        return held.state().equals("HELD") ? HELD : ERROR;
    }

    /** What waits for the other side waits longer while the connection is not well. */
    private static @Nullable String late(Connection connection, IssueState state) {
        return connection.condition() == Condition.OK || connection.why().isBlank()
                ? null
                : state.why(null) + " " + connection.why();
    }

    private static String except(List<Warnings.Shown> warnings) {
        if (all(warnings, Warnings.Side.OUTGOING))
            return "The outgoing rule fails, so what changes here does not leave.";
        var parts = warnings.stream()
                .map(shown -> shown.warning().field())
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        return "Not applied %s: %s; the rest is in sync."
                .formatted(all(warnings, Warnings.Side.REMOTE) ? "on the other side" : "here", parts);
    }

    private static boolean all(List<Warnings.Shown> warnings, Warnings.Side side) {
        return warnings.stream().allMatch(shown -> shown.side() == side);
    }
}
