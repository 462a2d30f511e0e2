package dev.drawbridge.replica;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/**
 * A link as one of its two issues sees it. Jira has at most one of a type from one issue to another, so that is who it is.
 *
 * @param type name of the link type, such as {@code Blocks}
 * @param outward it starts at this issue
 * @param other Jira's number of the issue at the other end
 */
public record IssueLink(String type, boolean outward, String other) {
    private static final int ENOUGH = 16;

    /** A link of a neutral issue: {@code {otherIssueId, linkTypeName, isOutward}}. */
    public static IssueLink of(JsonNode link) {
        return new IssueLink(
                link.path("linkTypeName").asText(""),
                link.path("isOutward").asBoolean(true),
                link.path("otherIssueId").asText(""));
    }

    /** The same for equal links and no others, at most 64 letters, digits and dashes; the case of the type counts not. */
    public String key() {
        var kind = Canonical.sha256(type.toLowerCase(Locale.ROOT)).substring(0, ENOUGH);
        return "%s-%s-%s".formatted(outward ? "out" : "in", other, kind);
    }

    /** The link as the issue at its other end sees it. */
    public IssueLink fromOtherEnd(String thisIssue) {
        return new IssueLink(type, !outward, thisIssue);
    }
}
