package dev.drawbridge.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.replica.Canonical;
import dev.drawbridge.replica.Plan;
import org.jspecify.annotations.Nullable;

/** What an incoming rule would do to an issue, for people to read: the values that differ, warnings, and what it asks for. */
final class Outcome {
    private Outcome() {}

    static ObjectNode of(@Nullable ObjectNode before, RuleRunner.Wanted wanted) {
        var outcome = JsonNodeFactory.instance.objectNode();
        outcome.set("issue", differing(before, wanted.issue()));
        var warnings = JsonNodeFactory.instance.arrayNode();
        for (var warning : wanted.warnings())
            warnings.addObject()
                    .put("field", warning.field())
                    .put("value", warning.value())
                    .put("reason", warning.reason());
        if (!warnings.isEmpty()) outcome.set("warnings", warnings);
        var asks = asks(wanted);
        if (!asks.isEmpty()) outcome.set("asks", asks);
        return outcome;
    }

    private static ObjectNode differing(@Nullable ObjectNode before, ObjectNode after) {
        var result = JsonNodeFactory.instance.objectNode();
        after.properties().forEach(property -> {
            var then = before == null ? null : before.get(property.getKey());
            if (property.getKey().equals("customFields")) {
                var fields = differingFields(then, property.getValue());
                if (!fields.isEmpty()) result.set("customFields", fields);
            } else if (!Canonical.same(then, property.getValue())) result.set(property.getKey(), property.getValue());
        });
        return result;
    }

    /** By name where there is one, and without what is known anyway. */
    private static ObjectNode differingFields(@Nullable JsonNode before, JsonNode after) {
        var result = JsonNodeFactory.instance.objectNode();
        after.properties().forEach(field -> {
            var then = before == null ? null : before.path(field.getKey()).get("value");
            var now = field.getValue().get("value");
            if (!Canonical.same(then, now))
                result.set(field.getValue().path("name").asText(field.getKey()), now);
        });
        return result;
    }

    private static ObjectNode asks(RuleRunner.Wanted wanted) {
        var asks = JsonNodeFactory.instance.objectNode();
        var wishes = wanted.asked().wishes();
        for (var step : wishes.first()) {
            if (step instanceof Plan.CreateVersion version)
                asks.withArray("/createVersions").add(version.name());
            if (step instanceof Plan.CreateComponent component)
                asks.withArray("/createComponents").add(component.name());
        }
        if (wishes.transition() != null) asks.put("transition", wishes.transition());
        if (!wishes.stored().isEmpty()) asks.put("stored", wishes.stored().size());
        if (wishes.afterwards().syncBack()) asks.put("syncBack", true);
        if (wishes.afterwards().unsync()) asks.put("unsync", true);
        wishes.afterwards().alsoSync().stream().sorted().forEach(asks.withArray("/sync")::add);
        if (wishes.afterwards().alsoSync().isEmpty()) asks.remove("sync");
        wishes.notes().stream().sorted().forEach(asks.withArray("/notes")::add);
        if (wishes.notes().isEmpty()) asks.remove("notes");
        return asks;
    }
}
