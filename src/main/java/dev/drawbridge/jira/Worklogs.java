package dev.drawbridge.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.drawbridge.replica.Canonical;
import dev.drawbridge.replica.Plan;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Worklogs by Jira's REST API. They carry no marker, so one that an attempt may have left is known by what it says; and
 * each call leaves the estimates alone, which are fields of their own: otherwise the time would count twice.
 */
@Component
class Worklogs {
    private static final String LEAVE = "?adjustEstimate=leave";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSZ", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Door door;
    private final JiraSettings settings;

    Worklogs(Door door, JiraSettings settings) {
        this.door = door;
        this.settings = settings;
    }

    /** All of an issue in neutral form: {@code [{id, author, updateAuthor, startDate, timeSpent, comment, ...}]}. */
    ArrayNode all(String issue) {
        var result = NODES.arrayNode();
        for (var worklog : beans(issue)) result.add(neutral(worklog));
        return result;
    }

    static ArrayNode neutral(Iterable<JsonNode> beans) {
        var result = NODES.arrayNode();
        beans.forEach(worklog -> result.add(neutral(worklog)));
        return result;
    }

    private static ObjectNode neutral(JsonNode worklog) {
        var result = NODES.objectNode();
        result.put("id", worklog.path("id").asText());
        result.set("author", NeutralIssue.person(worklog.get("author")));
        result.set("updateAuthor", NeutralIssue.person(worklog.get("updateAuthor")));
        result.put(
                "startDate",
                NeutralIssue.instant(worklog.path("started").asText()).toString());
        result.put("timeSpent", worklog.path("timeSpentSeconds").asLong());
        result.put("comment", worklog.path("comment").asText(""));
        result.put(
                "created",
                NeutralIssue.instant(worklog.path("created").asText()).toString());
        result.put(
                "updated",
                NeutralIssue.instant(worklog.path("updated").asText()).toString());
        var visibility = worklog.path("visibility");
        if (visibility.hasNonNull("value"))
            result.put(
                    visibility.path("type").asText().equals("group") ? "groupLevel" : "roleLevel",
                    visibility.get("value").asText());
        return result;
    }

    String add(String issue, Plan.AddWorklog worklog) {
        return door.post(issue + "/worklog" + LEAVE, body(worklog.worked()))
                .body()
                .path("id")
                .asText();
    }

    /** All of it is said again: Jira takes away a restriction that is not. */
    String edit(String issue, Plan.EditWorklog worklog) {
        door.put(issue + "/worklog/" + worklog.localId() + LEAVE, body(worklog.worked()));
        return worklog.localId();
    }

    static String deletion(String issue, Plan.DeleteWorklog gone) {
        return issue + "/worklog/" + gone.localId() + LEAVE;
    }

    /**
     * Ids of the proxy user's worklogs that say the same.
     *
     * @param others worklogs that were there before, or were made by other steps
     */
    List<String> like(String issue, Plan.Worked worked, Set<String> others) {
        var hits = new ArrayList<String>();
        for (var bean : beans(issue)) {
            var same = !others.contains(bean.path("id").asText())
                    && bean.path("author").path("name").asText().equalsIgnoreCase(settings.user())
                    && bean.path("timeSpentSeconds").asLong() == worked.seconds()
                    && second(NeutralIssue.instant(bean.path("started").asText()))
                            .equals(second(started(worked)))
                    && Canonical.same(bean.path("comment"), TextNode.valueOf(worked.comment()));
            if (same) hits.add(bean.path("id").asText());
        }
        return hits;
    }

    private List<JsonNode> beans(String issue) {
        var result = new ArrayList<JsonNode>();
        JsonNode page;
        do {
            page = door.get(issue + "/worklog?maxResults=1000&startAt=" + result.size())
                    .body();
            page.path("worklogs").forEach(result::add);
        } while (!page.path("worklogs").isEmpty()
                && result.size() < page.path("total").asInt());
        return result;
    }

    private static ObjectNode body(Plan.Worked worked) {
        var body = NODES.objectNode()
                .put("comment", worked.comment())
                .put("started", TIME.format(started(worked)))
                .put("timeSpentSeconds", worked.seconds());
        restrict(body, "role", worked.roleLevel());
        restrict(body, "group", worked.groupLevel());
        return body;
    }

    private static void restrict(ObjectNode body, String type, @Nullable String level) {
        if (level != null) body.putObject("visibility").put("type", type).put("value", level);
    }

    private static Instant started(Plan.Worked worked) {
        try {
            return Instant.parse(worked.started());
        } catch (DateTimeException other) {
            throw new JiraTrouble(
                    JiraTrouble.Kind.INVALID,
                    "A worklog begins at a time such as 2026-01-31T12:00:00Z, not at '%s'.".formatted(worked.started()),
                    Map.of(),
                    null);
        }
    }

    private static Instant second(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }
}
