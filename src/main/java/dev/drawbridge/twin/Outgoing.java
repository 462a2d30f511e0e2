package dev.drawbridge.twin;

import dev.drawbridge.connection.Connection;
import dev.drawbridge.queue.BlobRef;
import dev.drawbridge.queue.Lanes;
import dev.drawbridge.queue.Leases;
import dev.drawbridge.replica.Replica;
import dev.drawbridge.replica.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Work on what one twin has to tell its peer. Verbs take it and return it a stage further; one that is done with, or out
 * of order, is refused or passed through, so that an edited route cannot break an invariant.
 *
 * @param changed parts that differ from what was last seen
 * @param seen the fingerprint of the snapshot
 */
public record Outgoing(
        Stage stage,
        Connection connection,
        Twin twin,
        Found found,
        Leases.@Nullable Lease lease,
        Map<String, String> seen,
        Set<String> changed,
        @Nullable Replica replica,
        List<BlobRef> blobs,
        @Nullable String ruleVersion,
        Lanes.@Nullable Trouble trouble,
        String reason) {

    public enum Stage {
        OPEN,
        LEASED,
        FRESH,
        CHANGED,
        SAID,
        SPOOLED,
        DONE
    }

    static Outgoing open(Connection connection, Twin twin, Found found) {
        return new Outgoing(
                Stage.OPEN, connection, twin, found, null, Map.of(), Set.of(), null, List.of(), null, null, "");
    }

    public Snapshot snapshot() {
        return found.snapshot();
    }

    public boolean isDone() {
        return stage == Stage.DONE;
    }

    public boolean firstSync() {
        return twin.memory().heard() == null;
    }

    /** Refuses to go on from any other stage. */
    public Outgoing expect(Stage expected) {
        if (stage != expected)
            throw new IllegalStateException(
                    "Outgoing work on %s is %s, not %s: a step of the route is missing or out of order"
                            .formatted(snapshot().key(), stage, expected));
        return this;
    }

    Outgoing leased(Leases.Lease lease, Twin twin) {
        return copy(Stage.LEASED, twin, found, lease, seen, changed, replica, blobs, ruleVersion, trouble, reason);
    }

    /** The snapshot is not older than our own last write to the issue. */
    public Outgoing fresh(Found found) {
        return copy(Stage.FRESH, twin, found, lease, seen, changed, replica, blobs, ruleVersion, trouble, reason);
    }

    Outgoing changed(Snapshot shown, Map<String, String> seen, Set<String> changed) {
        var other = new Found(shown, found.readAt());
        return copy(Stage.CHANGED, twin, other, lease, seen, changed, replica, blobs, ruleVersion, trouble, reason);
    }

    /** Nothing has changed, but something unsent was made by a rule that may not be the one in use any more. */
    Outgoing unsent(Snapshot shown, Map<String, String> seen, String ruleVersion) {
        var other = new Found(shown, found.readAt());
        return copy(Stage.CHANGED, twin, other, lease, seen, Set.of(), replica, blobs, ruleVersion, trouble, reason);
    }

    /** Whether all that there is to say was said by this version of the rule already. */
    public boolean isKnownBy(String version) {
        return version.equals(ruleVersion);
    }

    /** The rule sends this. */
    public Outgoing said(Replica replica, String ruleVersion) {
        return copy(Stage.SAID, twin, found, lease, seen, changed, replica, blobs, ruleVersion, null, reason);
    }

    /** The rule sends nothing; the issue counts as seen. */
    public Outgoing silent(String reason, String ruleVersion) {
        return copy(Stage.SAID, twin, found, lease, seen, changed, null, blobs, ruleVersion, null, reason);
    }

    /** The rule failed: nothing is sent and the issue does not count as seen. */
    public Outgoing failed(Lanes.Trouble trouble) {
        return copy(Stage.SAID, twin, found, lease, seen, changed, null, blobs, trouble.ruleVersion(), trouble, reason);
    }

    /** The contents that the replica names lie in the spool. */
    public Outgoing spooled(@Nullable Replica replica, List<BlobRef> blobs) {
        return copy(Stage.SPOOLED, twin, found, lease, seen, changed, replica, blobs, ruleVersion, trouble, reason);
    }

    /** Nothing more is to be done, and why. */
    public Outgoing done(String reason) {
        return copy(Stage.DONE, twin, found, lease, seen, changed, replica, blobs, ruleVersion, trouble, reason);
    }

    private Outgoing copy(
            Stage stage,
            Twin twin,
            Found found,
            Leases.@Nullable Lease lease,
            Map<String, String> seen,
            Set<String> changed,
            @Nullable Replica replica,
            List<BlobRef> blobs,
            @Nullable String ruleVersion,
            Lanes.@Nullable Trouble trouble,
            String reason) {
        return new Outgoing(
                stage, connection, twin, found, lease, seen, changed, replica, blobs, ruleVersion, trouble, reason);
    }
}
