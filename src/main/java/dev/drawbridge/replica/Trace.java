package dev.drawbridge.replica;

import org.jspecify.annotations.Nullable;

/**
 * The pairing of a sub-item with its counterpart in the other Jira.
 *
 * @param localId its id in the local Jira, null while it does not exist here (never made, or deleted here)
 * @param remoteId its id in the remote Jira, null until the other side acknowledged it
 * @param owner the side that made it: only its edits and deletions travel
 */
public record Trace(Kind kind, @Nullable String localId, @Nullable String remoteId, Owner owner) {
    /** In the place of a local id: the thing is to have no copy here, as it was agreed when the issues were connected. */
    public static final String NO_COPY = "-";

    /** Begins the remote id of what a rule added by itself: there is nothing like it in the other Jira. */
    public static final String BY_RULE = "rule/";

    public enum Kind {
        COMMENT,
        ATTACHMENT,
        WORKLOG,
        /** Here it goes by the {@link IssueLink#key()} that it has at the issue, there by its id. */
        LINK
    }

    public enum Owner {
        LOCAL,
        REMOTE
    }
}
