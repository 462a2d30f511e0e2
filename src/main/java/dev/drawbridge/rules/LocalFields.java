package dev.drawbridge.rules;

import com.exalate.basic.domain.hubobject.v1.BasicHubCustomField;
import com.exalate.basic.domain.hubobject.v1.FieldLookup;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.jira.Directory;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The custom fields of the local Jira, by name or number. */
final class LocalFields implements FieldLookup {
    private final Directory directory;
    private final @Nullable ObjectNode issue;

    /** @param issue tells which of several fields of one name is meant: the one with a value; null while it is to be made */
    LocalFields(Directory directory, @Nullable ObjectNode issue) {
        this.directory = directory;
        this.issue = issue;
    }

    @Override
    public @Nullable BasicHubCustomField find(String nameOrId) {
        var number = nameOrId.startsWith("customfield_") ? nameOrId.substring("customfield_".length()) : nameOrId;
        if (number.chars().allMatch(Character::isDigit)) {
            var numbered = directory.customField(number);
            if (numbered.isPresent()) return hub(numbered.get());
        }
        var all = directory.customFieldsCalled(nameOrId);
        var named = named(all, nameOrId, false);
        if (named.isEmpty()) named = named(all, nameOrId, true);
        if (named.size() > 1) named = withValue(named, nameOrId);
        return named.isEmpty() ? null : hub(named.get(0));
    }

    private static List<ObjectNode> named(List<ObjectNode> all, String name, boolean anyCase) {
        return all.stream()
                .filter(field -> anyCase
                        ? field.path("name").asText().equalsIgnoreCase(name)
                        : field.path("name").asText().equals(name))
                .toList();
    }

    private List<ObjectNode> withValue(List<ObjectNode> several, String name) {
        var here = several.stream()
                .filter(field -> issue != null
                        && issue.path("customFields").has(field.path("id").asText()))
                .toList();
        if (here.size() == 1) return here;
        throw new IllegalArgumentException(
                "%d custom fields are called '%s': name the right one by its number, one of %s"
                        .formatted(
                                several.size(),
                                name,
                                several.stream()
                                        .map(field -> field.path("id").asText())
                                        .collect(Collectors.joining(", "))));
    }

    private static BasicHubCustomField hub(ObjectNode found) {
        var field = new BasicHubCustomField();
        for (var name : List.of("id", "name", "type"))
            field.put(name, found.path(name).asText());
        return field;
    }
}
