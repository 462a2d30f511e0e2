package dev.drawbridge.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Long work with progress that survives a restart.
 *
 * @param connection null when it concerns the whole node, or one issue in all connections
 * @param wanted what it was asked to do
 * @param result what it found out; null until it has
 * @param why what it waits for, or why it failed; empty when there is nothing to say
 */
public record Job(
        UUID id,
        Kind kind,
        @Nullable UUID connectionId,
        @Nullable String connection,
        State state,
        Progress progress,
        ObjectNode wanted,
        @Nullable JsonNode result,
        String why,
        String startedBy,
        int attempts,
        Times times) {

    public enum Kind {
        BULK_SYNC,
        BULK_UNSYNC,
        BULK_CONNECT,
        CLEAN_UP,
        VERIFY,
        /** A partner verifies, and is to be told how it is here. */
        VERIFY_FOR_PARTNER
    }

    public enum State {
        WAITING,
        RUNNING,
        DONE,
        FAILED,
        CANCELLED;

        public boolean isOver() {
            return this != WAITING && this != RUNNING;
        }
    }

    /**
     * How far it has come.
     *
     * @param gathered all that is to be done is known
     * @param done rows that are dealt with; {@code failed} ones are not among them
     * @param reached number of the last row that was looked at
     */
    public record Progress(boolean gathered, long total, long done, long failed, long reached) {}

    public record Times(Instant created, @Nullable Instant started, @Nullable Instant ended) {}

    /**
     * One thing that a job is to do.
     *
     * @param number its place; of a file the number of the line
     * @param outcome a word of the job's own, null when there is none
     */
    public record Row(
            long number,
            @Nullable UUID connectionId,
            @Nullable String connection,
            @Nullable UUID twin,
            @Nullable Long issueId,
            @Nullable String localKey,
            @Nullable String remoteKey,
            @Nullable String outcome) {

        static Row of(long number, UUID connectionId, String connection) {
            return new Row(number, connectionId, connection, null, null, null, null, null);
        }

        Row twin(UUID twin) {
            return new Row(number, connectionId, connection, twin, issueId, localKey, remoteKey, outcome);
        }

        Row local(@Nullable Long issueId, @Nullable String localKey) {
            return new Row(number, connectionId, connection, twin, issueId, localKey, remoteKey, outcome);
        }

        Row remote(@Nullable String remoteKey) {
            return new Row(number, connectionId, connection, twin, issueId, localKey, remoteKey, outcome);
        }

        Row outcome(String outcome) {
            return new Row(number, connectionId, connection, twin, issueId, localKey, remoteKey, outcome);
        }

        /** What people call it. */
        String shown() {
            if (localKey == null) return remoteKey == null ? "row " + number : remoteKey;
            return remoteKey == null ? localKey : localKey + "," + remoteKey;
        }
    }

    /**
     * What was wrong with one row.
     *
     * @param line the row's number: of a file the line
     * @param item what stands there
     * @param message one sentence
     */
    public record Problem(long line, String item, String message) {}
}
