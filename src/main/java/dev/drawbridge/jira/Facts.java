package dev.drawbridge.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.drawbridge.replica.Plan;
import java.util.HashMap;
import org.springframework.stereotype.Component;

/**
 * What is known of the people whose names were written: without it our outgoing rule would tell less of them after an apply
 * than after a read, and the partner could not recognise them.
 */
@Component
class Facts {
    private final Directory directory;

    Facts(Directory directory) {
        this.directory = directory;
    }

    Plan.Step complete(Plan.Step step) {
        if (!(step instanceof Plan.EditFields edit)) return step;
        var fields = new HashMap<String, JsonNode>();
        edit.fields().forEach((field, value) -> fields.put(field, complete(value)));
        return new Plan.EditFields(fields);
    }

    private JsonNode complete(JsonNode value) {
        if (value.isArray()) {
            var result = JsonNodeFactory.instance.arrayNode();
            value.forEach(element -> result.add(complete(element)));
            return result;
        }
        if (!value.hasNonNull("username") || value.has("displayName")) return value;
        return directory
                .userByName(value.get("username").asText())
                .<JsonNode>map(person -> person)
                .orElse(value);
    }
}
