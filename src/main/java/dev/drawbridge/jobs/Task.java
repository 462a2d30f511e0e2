package dev.drawbridge.jobs;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What jobs of one kind do. */
interface Task {
    Job.Kind kind();

    /** Finds out a part of what is to be done; the part that is the last says so with {@link Jobs#gathered}. */
    void gather(Job job);

    /** What to do about each of these rows: looks up whatever has to be known of them, and changes nothing. */
    List<Deed> prepare(Job job, List<Job.Row> rows);

    /** What the job waits for before its next rows; empty when nothing is in the way. */
    default Optional<Wait> wait(Job job) {
        return Optional.empty();
    }

    /** What is left to do when all rows are dealt with; empty when the job is done. */
    default Optional<Wait> finish(Job job) {
        return Optional.empty();
    }

    /** Nothing can be done about the next row for a moment. */
    final class NotNow extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotNow(String why) {
            super(why);
        }
    }

    /** @param why a sentence for people; empty when it is not worth one */
    record Wait(Duration length, String why) {}

    /**
     * What is to be done about a row, in the transaction in which that is noted. It refuses with an
     * {@link IllegalArgumentException} or {@link IllegalStateException}, whose message is the row's problem.
     */
    record Deed(Job.Row row, Runnable act) {
        static Deed refused(Job.Row row, String why) {
            return new Deed(row, () -> {
                throw new IllegalArgumentException(why);
            });
        }
    }
}
