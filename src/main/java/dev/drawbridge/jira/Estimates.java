package dev.drawbridge.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Estimates, which Jira takes together as {@code timetracking}: one that is not said again it may set anew. It keeps whole
 * minutes.
 */
final class Estimates {
    static final String JIRA = "timetracking";
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final long MINUTE = 60;

    private Estimates() {}

    static boolean isOne(String field) {
        return field.equals("originalEstimate") || field.equals("remainingEstimate");
    }

    /** Seconds as Jira keeps them; null for none. */
    static JsonNode rounded(JsonNode seconds) {
        return seconds.isNumber() ? NODES.numberNode(minutes(seconds) * MINUTE) : seconds;
    }

    /**
     * What is to be sent.
     *
     * @param wanted seconds by field, null for none
     * @param now the neutral issue as it is; null while it is to be made
     */
    static ObjectNode forJira(Map<String, JsonNode> wanted, @Nullable ObjectNode now) {
        var result = NODES.objectNode();
        for (var field : new String[] {"originalEstimate", "remainingEstimate"}) {
            var said = wanted.get(field);
            var value = said == null && now != null ? now.get(field) : said;
            if (value != null && value.isNumber()) result.put(field, minutes(value) + "m");
            else if (said != null) result.put(field, "");
        }
        return result;
    }

    private static long minutes(JsonNode seconds) {
        return Math.max(0, Math.round(seconds.asDouble() / MINUTE));
    }
}
