package dev.drawbridge.jira;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.replica.Snapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Looks at many issues of the local Jira with few calls, for work that concerns many. */
@Component
public class ManyIssues {
    /** How many are asked for in one call. */
    public static final int AT_ONCE = Search.PAGE;

    private static final String BRIEFLY = "project,created,updated,creator,security,archiveddate";

    private final Search search;
    private final Issues issues;
    private final Intents intents;
    private final JiraSettings settings;

    ManyIssues(Search search, Issues issues, Intents intents, JiraSettings settings) {
        this.search = search;
        this.issues = issues;
        this.intents = intents;
        this.settings = settings;
    }

    /** How much of each issue is read. */
    public enum Depth {
        /** What tells it from others: id, key, project, times, whether it is secured or archived. */
        BRIEF,
        /** All that a rule sees. */
        WHOLE
    }

    /**
     * Some of the issues that match.
     *
     * @param last whether there are no more behind these
     */
    public record Page(List<Snapshot> issues, boolean last) {}

    /**
     * Issues of these projects that match, in the order of their ids, behind that one.
     *
     * @throws IllegalArgumentException with Jira's own words when it does not take the query
     * @throws JiraTrouble when Jira cannot be asked
     */
    public Page matching(Collection<String> projects, String jql, long behind, Depth depth) {
        try {
            var page = search.matching(projects, jql, behind, fields(depth), AT_ONCE);
            return new Page(snapshots(page.issues(), depth), page.isLast());
        } catch (JiraTrouble refusal) {
            if (refusal.kind() != JiraTrouble.Kind.INVALID) throw refusal;
            throw new IllegalArgumentException(refusal.sentence(), refusal);
        }
    }

    /** Those of these issues that Jira shows to the proxy user. */
    public Map<Long, Snapshot> byId(List<Long> ids, Depth depth) {
        var found = new HashMap<Long, Snapshot>();
        for (var from = 0; from < ids.size(); from += AT_ONCE) {
            var some = ids.subList(from, Math.min(ids.size(), from + AT_ONCE));
            snapshots(search.shown(some, fields(depth)), depth).forEach(issue -> found.put(issue.issueId(), issue));
        }
        return found;
    }

    /** The same by key, in upper case; an issue that was moved is found under its former key too. */
    public Map<String, Snapshot> byKey(List<String> keys, Depth depth) {
        var found = new HashMap<String, Snapshot>();
        for (var from = 0; from < keys.size(); from += AT_ONCE) {
            var some = keys.subList(from, Math.min(keys.size(), from + AT_ONCE));
            var shown = snapshots(search.keyed(some, fields(depth)), depth);
            shown.forEach(issue -> found.put(issue.key().toUpperCase(Locale.ROOT), issue));
            var others = shown.stream()
                    .map(issue -> issue.key().toUpperCase(Locale.ROOT))
                    .filter(key -> !some.contains(key))
                    .toList();
            if (!others.isEmpty()) moved(some, found);
        }
        return found;
    }

    /** Jira gave issues that nobody asked for by these keys: which former key is whose it tells one by one. */
    private void moved(List<String> asked, Map<String, Snapshot> found) {
        for (var key : asked) if (!found.containsKey(key)) issues.read(key).ifPresent(issue -> found.put(key, issue));
    }

    /** An issue that we may have made for a partner just now, and have not recorded yet. */
    public boolean mayBeOurs(Snapshot issue) {
        return issue.creator().equalsIgnoreCase(settings.user()) && intents.openCreateIn(issue.projectKey());
    }

    private List<Snapshot> snapshots(List<JsonNode> beans, Depth depth) {
        var result = new ArrayList<Snapshot>();
        for (var bean : beans) result.add(depth == Depth.WHOLE ? issues.snapshot(bean) : issues.plain(bean));
        return result;
    }

    private static String fields(Depth depth) {
        return depth == Depth.WHOLE ? Issues.FIELDS : BRIEFLY;
    }
}
