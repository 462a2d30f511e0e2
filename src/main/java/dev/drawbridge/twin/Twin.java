package dev.drawbridge.twin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.replica.Replica;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The pair of a local and a remote issue within one connection.
 *
 * @param id made at each start of sync (Twin trace ID)
 * @param local the issue here; null until it is made
 * @param failure what the partner said of its last attempt to apply, null when nothing is wrong there
 */
public record Twin(
        UUID id,
        UUID connection,
        Life life,
        @Nullable Local local,
        Remote remote,
        Memory memory,
        @Nullable String failure) {

    public enum State {
        /** This side has proposed to connect two issues that exist; the partner has not answered. */
        CONNECTING,
        ACTIVE,
        /** A tombstone, as are all that follow: it stays so that nothing starts this issue again by itself. */
        ENDED,
        REMOTE_REMOVED,
        MOVED_OUT,
        DELETED_HERE
    }

    /**
     * Whether and since when the pair is under sync.
     *
     * @param startedHere this side started the sync
     * @param acked the other side knows it: its first acknowledgement is stored
     */
    public record Life(State state, String why, boolean startedHere, Instant startedAt, boolean acked) {}

    /** The issue in our Jira; id and creation time together tell it from one that a restored Jira gave the same id. */
    public record Local(long issueId, String key, Instant created) {}

    /**
     * The issue in the partner's Jira, as far as it has told us.
     *
     * @param origin the gid of the issue from which this one descends; kept on every hop
     */
    public record Remote(
            @Nullable String gid,
            @Nullable String id,
            @Nullable String key,
            @Nullable String url,
            @Nullable String origin,
            int hops) {
        public static final Remote UNKNOWN = new Remote(null, null, null, null, null, 0);
    }

    /**
     * What passed between the two.
     *
     * @param basedOn highest number of the other side's events applied to this issue
     * @param heard what the peer was last told; null before the first event
     * @param received the last replica received and applied; null before the first
     * @param seen part of the local issue to the hash it had when last seen
     * @param sent local field to the event that last carried a change of it
     * @param force replica properties that must be said again although they may look the same
     * @param pending what the partner wants and could not be applied: a local field, a comment or a file, with the value
     *     that the field had by the rule before the partner changed it
     */
    public record Memory(
            long basedOn,
            @Nullable Replica heard,
            @Nullable Replica received,
            Map<String, String> seen,
            Map<String, UUID> sent,
            Set<String> force,
            Map<String, JsonNode> pending) {
        public static final Memory EMPTY = new Memory(0, null, null, Map.of(), Map.of(), Set.of(), Map.of());

        public Memory {
            seen = Map.copyOf(seen);
            sent = Map.copyOf(sent);
            force = Set.copyOf(force);
            pending = Map.copyOf(pending);
        }

        Memory told(Replica heard, Map<String, String> seen, Map<String, UUID> sent) {
            return new Memory(basedOn, heard, received, seen, sent, Set.of(), pending);
        }

        Memory seen(Map<String, String> seen) {
            return new Memory(basedOn, heard, received, seen, sent, force, pending);
        }

        Memory applied(long basedOn, Replica received, Set<String> force) {
            return new Memory(basedOn, heard, received, seen, sent, force, pending);
        }

        Memory heard(@Nullable Replica heard) {
            return new Memory(basedOn, heard, received, seen, sent, force, pending);
        }

        Memory pending(Map<String, JsonNode> pending) {
            return new Memory(basedOn, heard, received, seen, sent, force, pending);
        }
    }

    public boolean isActive() {
        return life.state() == State.ACTIVE;
    }

    /** Under sync, or about to be: not a tombstone. */
    public boolean isLive() {
        return isActive() || life.state() == State.CONNECTING;
    }

    /** Whether what changes here is to be told: a proposal is told once, then the partner's answer is waited for. */
    boolean tells() {
        return isActive() || (life.state() == State.CONNECTING && memory.heard() == null);
    }

    Twin with(Life life) {
        return new Twin(id, connection, life, local, remote, memory, failure);
    }

    Twin with(Local local) {
        return new Twin(id, connection, life, local, remote, memory, failure);
    }

    Twin with(Remote remote) {
        return new Twin(id, connection, life, local, remote, memory, failure);
    }

    Twin with(Memory memory) {
        return new Twin(id, connection, life, local, remote, memory, failure);
    }

    Twin failing(@Nullable String failure) {
        return new Twin(id, connection, life, local, remote, memory, failure);
    }
}
