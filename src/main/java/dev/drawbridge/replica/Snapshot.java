package dev.drawbridge.replica;

import java.time.Instant;

/**
 * A local issue as one read of Jira found it.
 *
 * @param issueId Jira's own number of the issue: stays when the key changes
 * @param created Jira's creation time: with the id it tells an issue from another one that a restored Jira gave the id
 * @param creator user name of the account that created the issue
 * @param secured the issue has a security level
 * @param archived the issue is archived: readable, not editable
 * @param issue the neutral issue with everything that this node can read; restricted parts are marked, not left out
 */
public record Snapshot(
        long issueId,
        String key,
        String projectKey,
        Instant created,
        Instant updated,
        String creator,
        boolean secured,
        boolean archived,
        Replica issue) {

    public Snapshot {
        if (issueId <= 0) throw new IllegalArgumentException("Not an issue id: " + issueId);
        if (!key.startsWith(projectKey + "-"))
            throw new IllegalArgumentException("Not an issue key of project " + projectKey + ": '" + key + "'");
    }

    public Snapshot withIssue(Replica other) {
        return new Snapshot(issueId, key, projectKey, created, updated, creator, secured, archived, other);
    }
}
