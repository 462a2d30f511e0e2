package dev.drawbridge.connection;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A JQL query whose matches come under sync in a connection by themselves.
 *
 * @param since what did not change since then is not matched: when the trigger was made, switched on, or got another query
 * @param problem why its query cannot be asked at present, in Jira's words; null while it can
 */
public record Trigger(
        UUID id, UUID connection, String jql, String notes, boolean active, Instant since, @Nullable Problem problem) {
    private static final int LONGEST_JQL = 4000, LONGEST_NOTES = 2000;

    /** What Jira says of the query, and since when. */
    public record Problem(String sentence, Instant since) {}

    public Trigger {
        jql = jql.strip();
        if (jql.isEmpty())
            throw new IllegalArgumentException("A trigger needs a JQL query that says which issues come under sync.");
        if (jql.length() > LONGEST_JQL)
            throw new IllegalArgumentException("The JQL query of a trigger must not be longer than " + LONGEST_JQL
                    + " characters, this one has " + jql.length() + ".");
        if (notes.length() > LONGEST_NOTES)
            throw new IllegalArgumentException(
                    "The notes of a trigger must not be longer than " + LONGEST_NOTES + " characters.");
    }
}
