package dev.drawbridge.twin;

import java.util.Optional;
import java.util.UUID;

/** Which issue of our Jira is the twin of which one of a partner. A tombstone is nobody's twin. */
public interface Twinned {
    /**
     * An issue of our Jira.
     *
     * @param id Jira's own number of it
     * @param key as it was when last seen
     */
    record Local(long id, String key) {}

    /**
     * The twin of the partner's issue.
     *
     * @param remoteId the number that the issue has in the partner's Jira
     */
    Optional<Local> ofRemote(UUID connection, String remoteId);

    /** The same by the key that the issue had in the partner's Jira when last heard of, without regard to case. */
    Optional<Local> ofRemoteKey(UUID connection, String remoteKey);
}
