package dev.drawbridge.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.drawbridge.journal.Happening;
import dev.drawbridge.journal.Journal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Asks Jira's index. No answer counts that was not given to the proxy user, and the next page begins behind what came,
 * never behind what was asked for: Jira gives less when it likes.
 */
@Component
class Search {
    static final int PAGE = 100;
    private static final int LONGEST_IN_A_URL = 3000;
    private static final Pattern ORDER =
            Pattern.compile("(?i)\"(?:\\\\.|[^\"\\\\])*\"|'(?:\\\\.|[^'\\\\])*'|\\border\\s+by\\b");

    private final Door door;
    private final Journal journal;
    private volatile boolean takesMilliseconds = true;

    Search(Door door, Journal journal) {
        this.door = door;
        this.journal = journal;
    }

    /**
     * One page.
     *
     * @param total how many issues there are from this page on
     */
    record Page(List<JsonNode> issues, int total, Answer answer) {
        boolean isLast() {
            return issues.isEmpty() || issues.size() >= total;
        }

        long lastId() {
            return issues.get(issues.size() - 1).path("id").asLong();
        }
    }

    /**
     * What changed in these projects since then, behind that id, with all that a snapshot needs.
     *
     * @param now Jira's time
     */
    Page changed(Set<String> projects, Instant since, Instant now, long behind) {
        var within = "project in (%s) AND updated >= %s" + (behind == 0 ? "" : " AND id > " + behind) + " ORDER BY id";
        var keys = projects.stream().map(key -> "\"" + key + "\"").collect(Collectors.joining(", "));
        var ago = within.formatted(keys, ago(since, now));
        if (!takesMilliseconds) return page(ago, Issues.FIELDS, PAGE);
        try {
            var exact = since.truncatedTo(ChronoUnit.SECONDS).toEpochMilli();
            return page(within.formatted(keys, exact), Issues.FIELDS, PAGE);
        } catch (JiraTrouble refusal) {
            if (refusal.kind() != JiraTrouble.Kind.INVALID) throw refusal;
            var page = page(ago, Issues.FIELDS, PAGE);
            takesMilliseconds = false;
            journal.write(Happening.of(
                    Happening.Level.INFO,
                    "search-by-minutes",
                    "This Jira does not take times in milliseconds: changes are searched by whole minutes."));
            return page;
        }
    }

    /** Which of these issues match; an id that Jira does not know any more spoils nothing. */
    Set<Long> among(Collection<Long> ids, String jql) {
        var result = new HashSet<Long>();
        var all = List.copyOf(ids);
        for (var from = 0; from < all.size(); from += PAGE) {
            var some = all.subList(from, Math.min(all.size(), from + PAGE));
            show(some, " AND (" + withoutOrder(jql) + ")", "id")
                    .forEach(bean -> result.add(bean.path("id").asLong()));
        }
        return result;
    }

    /** Those of these issues that the index shows, each with its key and project. */
    List<JsonNode> shown(List<Long> ids) {
        return show(ids, "", "project");
    }

    /** How many issues match a query that somebody wrote. */
    int count(String jql) {
        return page(jql, "id", 1).total();
    }

    /** How many issues of these projects match a query that somebody wrote. */
    int count(Collection<String> projects, String jql) {
        var keys = projects.stream().map(key -> "\"" + key + "\"").collect(Collectors.joining(", "));
        return count("project in (%s) AND (%s)".formatted(keys, withoutOrder(jql)));
    }

    /** Issues of these projects that match a query that somebody wrote, behind that id. */
    Page matching(Collection<String> projects, String jql, long behind, String fields, int most) {
        var keys = projects.stream().map(key -> "\"" + key + "\"").collect(Collectors.joining(", "));
        return page(
                "project in (%s) AND (%s) AND id > %d ORDER BY id".formatted(keys, withoutOrder(jql), behind),
                fields,
                most);
    }

    /** Those of these issues that the index shows. */
    List<JsonNode> shown(List<Long> ids, String fields) {
        return show(ids, "", fields);
    }

    /** Those of these issues that the index shows, asked for by key; one that does not exist spoils nothing. */
    List<JsonNode> keyed(List<String> keys, String fields) {
        if (keys.isEmpty()) return List.of();
        try {
            var result = new ArrayList<JsonNode>();
            var behind = 0L;
            while (true) {
                var page = page("key in (%s) AND id > %d ORDER BY id".formatted(quoted(keys), behind), fields, PAGE);
                result.addAll(page.issues());
                if (page.isLast()) return result;
                behind = page.lastId();
            }
        } catch (JiraTrouble refusal) {
            if (refusal.kind() != JiraTrouble.Kind.INVALID) throw refusal;
            if (keys.size() == 1) return List.of();
            var rest = keys.stream().filter(key -> !names(refusal, key)).toList();
            if (rest.size() < keys.size()) return keyed(rest, fields);
            var half = keys.size() / 2;
            var result = new ArrayList<>(keyed(keys.subList(0, half), fields));
            result.addAll(keyed(keys.subList(half, keys.size()), fields));
            return result;
        }
    }

    private static String quoted(List<String> keys) {
        return keys.stream().map(key -> "\"" + key + "\"").collect(Collectors.joining(", "));
    }

    private static boolean names(JiraTrouble refusal, String key) {
        return Pattern.compile("(?<![\\w-])" + Pattern.quote(key) + "(?![\\w-])", Pattern.CASE_INSENSITIVE)
                .matcher(refusal.sentence())
                .find();
    }

    private List<JsonNode> show(List<Long> ids, String and, String fields) {
        if (ids.isEmpty()) return List.of();
        try {
            var result = new ArrayList<JsonNode>();
            var left = ids.stream().sorted().toList();
            while (!left.isEmpty()) {
                var list = left.stream().map(String::valueOf).collect(Collectors.joining(", "));
                var page = page("id in (" + list + ")" + and + " ORDER BY id", fields, PAGE);
                result.addAll(page.issues());
                if (page.isLast()) break;
                left = left.stream().filter(id -> id > page.lastId()).toList();
            }
            return result;
        } catch (JiraTrouble refusal) {
            if (refusal.kind() != JiraTrouble.Kind.INVALID) throw refusal;
            return showOneByOne(ids, and, fields, refusal);
        }
    }

    /** Jira may refuse the whole query because of one id that is gone: halves of it tell which. */
    private List<JsonNode> showOneByOne(List<Long> ids, String and, String fields, JiraTrouble refusal) {
        if (!and.isEmpty()) check(and, refusal);
        if (ids.size() == 1) return List.of();
        var half = ids.size() / 2;
        var result = new ArrayList<>(show(ids.subList(0, half), and, fields));
        result.addAll(show(ids.subList(half, ids.size()), and, fields));
        return result;
    }

    /** Refuses when it is the query itself that Jira does not take. */
    private void check(String and, JiraTrouble refusal) {
        try {
            page(and.substring(" AND ".length()), "id", 1);
        } catch (JiraTrouble again) {
            if (again.kind() == JiraTrouble.Kind.INVALID) again.addSuppressed(refusal);
            throw again;
        }
    }

    private Page page(String jql, String fields, int most) {
        var answer = jql.length() <= LONGEST_IN_A_URL
                ? door.get("/rest/api/2/search?maxResults=%d&fields=%s&jql=%s"
                        .formatted(most, fields, Metadata.encoded(jql)))
                : door.post("/rest/api/2/search", asked(jql, fields, most));
        door.requireUs(answer);
        var issues = new ArrayList<JsonNode>();
        answer.body().path("issues").forEach(issues::add);
        return new Page(issues, answer.body().path("total").asInt(Integer.MAX_VALUE), answer);
    }

    private static JsonNode asked(String jql, String fields, int most) {
        var body = JsonNodeFactory.instance.objectNode().put("jql", jql).put("maxResults", most);
        var list = body.putArray("fields");
        for (var field : fields.split(",")) list.add(field);
        return body;
    }

    /** Whole minutes before Jira's now, which no time zone can shift; rather one too many. */
    private static String ago(Instant since, Instant now) {
        return "-" + (Math.max(0, Duration.between(since, now).toMinutes()) + 2) + "m";
    }

    /** The query without its ORDER BY, which cannot stand in brackets. */
    static String withoutOrder(String jql) {
        var part = ORDER.matcher(jql);
        while (part.find())
            if (part.group().toLowerCase(Locale.ROOT).startsWith("order"))
                return jql.substring(0, part.start()).strip();
        return jql.strip();
    }
}
