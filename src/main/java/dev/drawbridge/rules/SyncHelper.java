package dev.drawbridge.rules;

import com.exalate.api.domain.IIssueKey;
import com.exalate.basic.domain.BasicIssueKey;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code syncHelper}: what is to happen once this sync is done. */
public final class SyncHelper implements com.exalate.hubobject.jira.SyncHelper {
    private final Scene scene;
    private final NodeHelper node;

    SyncHelper(Scene scene, NodeHelper node) {
        this.scene = scene;
        this.node = node;
    }

    /** The issue as it is after this sync is told to the partner, also what came from there. */
    public void syncBackAfterProcessing() {
        scene.asked().syncBack();
    }

    /** The sync of this issue ends after this sync. */
    public void unexalateAfterProcessing() {
        scene.asked().unsync();
    }

    /** Brings another local issue under sync in this connection. */
    public void exalate(@Nullable Object issue) {
        if (issue == null) return;
        var key = issue instanceof IIssueKey known
                ? (known.getURN() == null ? known.getIdStr() : known.getURN())
                : issue instanceof Map<?, ?> map ? Values.words(map.get("key")) : Values.words(issue);
        if (key != null) scene.asked().sync(key);
    }

    public @Nullable BasicIssueKey getLocalIssueKeyFromRemoteId(@Nullable Object remoteId) {
        return node.getLocalIssueFromRemoteId(remoteId);
    }

    public @Nullable BasicIssueKey getLocalIssueKeyFromRemoteId(
            @Nullable Object remoteId, @Nullable Object entityType) {
        return node.getLocalIssueFromRemoteId(remoteId);
    }

    /** Base URL of the local Jira. */
    public String getTrackerUrl() {
        return scene.jiraUrl();
    }
}
