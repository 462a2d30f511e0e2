package dev.drawbridge.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.drawbridge.replica.IssueLink;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Links between issues by Jira's REST API, where the issue named as "inward" is the one at which the link starts. */
@Component
class Links {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Door door;
    private final Directory directory;

    Links(Door door, Directory directory) {
        this.door = door;
        this.directory = directory;
    }

    /** In neutral form: {@code [{id, otherIssueId, otherIssueKey, linkTypeName, linkName, isOutward}]}. */
    static ArrayNode neutral(Iterable<JsonNode> beans) {
        var result = NODES.arrayNode();
        for (var bean : beans) {
            var outward = bean.hasNonNull("outwardIssue");
            var other = outward ? bean.path("outwardIssue") : bean.path("inwardIssue");
            result.addObject()
                    .put("id", bean.path("id").asText())
                    .put("otherIssueId", other.path("id").asText())
                    .put("otherIssueKey", other.path("key").asText())
                    .put("linkTypeName", bean.path("type").path("name").asText())
                    .put(
                            "linkName",
                            bean.path("type")
                                    .path(outward ? "outward" : "inward")
                                    .asText())
                    .put("isOutward", outward);
        }
        return result;
    }

    /** Makes the link; what it is, since Jira does not tell its number. */
    String add(long issueId, IssueLink link) {
        var type = directory
                .linkType(link.type())
                .orElseThrow(() -> new JiraTrouble(
                        JiraTrouble.Kind.INVALID,
                        link.type().isBlank()
                                ? "The link has no type."
                                : "There is no link type '%s' here.".formatted(link.type()),
                        Map.of(),
                        null));
        var body = NODES.objectNode();
        body.putObject("type").put("name", type.path("name").asText());
        var here = String.valueOf(issueId);
        body.putObject("inwardIssue").put("id", link.outward() ? here : link.other());
        body.putObject("outwardIssue").put("id", link.outward() ? link.other() : here);
        door.post("/rest/api/2/issueLink", body);
        return link.key();
    }

    static String deletion(String localId) {
        return "/rest/api/2/issueLink/" + localId;
    }

    /** The link, when an earlier attempt made it. */
    List<String> like(String issue, IssueLink link) {
        var found = neutral(
                door.get(issue + "?fields=issuelinks").body().path("fields").path("issuelinks"));
        for (var one : found) if (IssueLink.of(one).key().equals(link.key())) return List.of(link.key());
        return List.of();
    }
}
