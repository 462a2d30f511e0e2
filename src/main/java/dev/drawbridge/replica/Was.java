package dev.drawbridge.replica;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * What the other side had been told before, for each property that differs now. With it the receiver can tell what the
 * sender changed from what merely looks different through its rule.
 */
public final class Was {
    /** Sub-items belong to the side that made them; they are not merged by their former value. */
    private static final Set<String> SUB_ITEMS = Set.of("comments", "attachments", "workLogs", "issueLinks");

    private static final String CUSTOM = "customFields";

    private Was() {}

    /** Property to former value. A property that was never told before is agreement, not a change. */
    public static ObjectNode between(Replica heard, Replica now) {
        var was = JsonNodeFactory.instance.objectNode();
        for (var property : now.properties()) {
            if (SUB_ITEMS.contains(property) || !heard.has(property)) continue;
            var former = property.equals(CUSTOM) ? formerFields(heard, now) : heard.get(property);
            if (!Canonical.same(former, now.get(property))) was.set(property, former);
        }
        return was;
    }

    /** The replica with the former values put back. */
    public static Replica putBack(Replica replica, ObjectNode was) {
        var result = replica.json();
        result.setAll(was.deepCopy());
        return Replica.of(result);
    }

    private static ObjectNode formerFields(Replica heard, Replica now) {
        var former = now.get(CUSTOM) instanceof ObjectNode fields ? fields : JsonNodeFactory.instance.objectNode();
        if (heard.get(CUSTOM) instanceof ObjectNode told)
            told.properties().forEach(field -> {
                if (former.has(field.getKey())) former.set(field.getKey(), field.getValue());
            });
        return former;
    }
}
