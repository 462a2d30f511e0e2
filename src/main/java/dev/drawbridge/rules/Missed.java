package dev.drawbridge.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.replica.Canonical;
import dev.drawbridge.replica.Replica;
import dev.drawbridge.replica.Warning;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a rule looked up and this Jira does not have. It becomes a warning where the rule then left the field as it was;
 * a rule that found another answer is content.
 */
final class Missed {
    private static final String USERS = "Create the user, or add a line to users.csv of the connection";
    private static final String TRIED = "; it is tried again by itself.";

    private final Set<String> names = new LinkedHashSet<>();

    void add(@Nullable String name) {
        if (name != null) names.add(name);
    }

    /**
     * @param wanted what the rule made of it
     * @param before the local issue before the rule; null when it is to be made
     */
    List<Warning> warnings(Replica replica, ObjectNode wanted, @Nullable ObjectNode before) {
        var warnings = new ArrayList<Warning>();
        for (var field : List.of("assignee", "reporter", "priority", "resolution")) {
            var theirs = replica.get(field);
            if (theirs == null || !missed(theirs)) continue;
            if (before == null
                    ? wanted.path(field).isNull() || wanted.path(field).isMissingNode()
                    : Canonical.same(identity(wanted.get(field)), identity(before.get(field))))
                warnings.add(warning(field, theirs));
        }
        type(replica, wanted, before).ifPresent(warnings::add);
        return warnings;
    }

    private java.util.Optional<Warning> type(Replica replica, ObjectNode wanted, @Nullable ObjectNode before) {
        var theirs = replica.get("type");
        if (before != null || theirs == null || !missed(theirs)) return java.util.Optional.empty();
        return java.util.Optional.of(otherType(theirs, wanted.path("type")));
    }

    /** The issue has another type than there, since theirs does not exist here. */
    static Warning otherType(JsonNode theirs, JsonNode ours) {
        return Warning.of(
                "type",
                theirs,
                "The project has no such type; '%s' was taken."
                        .formatted(ours.path("name").asText("?")),
                "Move the issue to the right type, or map the type in the incoming rule.");
    }

    private static Warning warning(String field, JsonNode theirs) {
        if (!theirs.has("displayName"))
            return Warning.of(
                    field,
                    theirs,
                    "There is no such " + field + " here.",
                    "Create it, or map it in the incoming rule" + TRIED);
        return Warning.of(field, theirs, "Not exactly one active user here is known to be this person.", USERS + TRIED);
    }

    private boolean missed(JsonNode theirs) {
        return Stream.of("email", "username", "displayName", "name")
                .map(name -> theirs.path(name).asText(""))
                .anyMatch(names::contains);
    }

    private static @Nullable JsonNode identity(@Nullable JsonNode value) {
        if (value == null) return null;
        return Stream.of("username", "name")
                .map(value::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(value);
    }
}
