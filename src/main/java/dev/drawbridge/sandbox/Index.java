package dev.drawbridge.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What search sees: a copy of each issue that can lag behind the issue itself, as Jira's Lucene index does. */
final class Index {
    /** An issue as it was indexed; instants only to the second, as in Jira. */
    record Doc(
            Issue issue,
            String key,
            Project project,
            String status,
            String type,
            Instant updated,
            Map<String, JsonNode> values,
            String comments,
            Instant visibleFrom) {}

    private final Site site;
    private final Map<Long, Deque<Doc>> docs = new HashMap<>();
    private Duration lag = Duration.ZERO;

    Index(Site site) {
        this.site = site;
    }

    void lag(Duration lag) {
        this.lag = lag;
    }

    /** The newest copy, whether search sees it yet or not. */
    Optional<Doc> fresh(Issue issue) {
        var history = docs.get(issue.id);
        return history == null ? Optional.empty() : Optional.of(history.getLast());
    }

    void put(Issue issue) {
        var now = site.clock.instant();
        var history = docs.computeIfAbsent(issue.id, ignored -> new ArrayDeque<>());
        while (history.size() > 1 && !history.peekLast().visibleFrom().isAfter(now)) {
            history.removeFirst();
        }
        if (lag.isZero()) {
            history.clear();
        }
        history.addLast(new Doc(
                issue,
                issue.key,
                issue.project,
                issue.status.id(),
                issue.type.id(),
                issue.updated,
                new HashMap<>(issue.values),
                issue.comments.stream().map(comment -> comment.body).collect(Collectors.joining("\n")),
                now.plus(lag)));
    }

    void remove(Issue issue) {
        docs.remove(issue.id);
    }

    /** @return what is visible by now, in the order of ids */
    List<Doc> visible() {
        var now = site.clock.instant();
        var seen = new ArrayList<Doc>(site.issues.size());
        for (var issue : site.issues.values()) {
            var history = docs.get(issue.id);
            if (history == null || issue.archived) {
                continue;
            }
            var newest = history.descendingIterator();
            while (newest.hasNext()) {
                var doc = newest.next();
                if (!doc.visibleFrom().isAfter(now)) {
                    seen.add(doc);
                    break;
                }
            }
        }
        return seen;
    }
}
