package dev.drawbridge.jira;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Which fields the proxy user can set when an issue is made, and when it is edited. */
@Component
public class Screens {
    private final Metadata metadata;

    Screens(Metadata metadata) {
        this.metadata = metadata;
    }

    /**
     * A field that cannot be set somewhere.
     *
     * @param field its neutral name, {@code customFields.<number>} for a custom one
     * @param types of issues that cannot be made with it
     * @param whenEdited whether it cannot be set later either
     */
    public record Lacking(String field, List<String> types, boolean whenEdited) {}

    /**
     * Those of the fields that cannot be set somewhere in a project.
     *
     * @param fields by their neutral names
     * @param issue key of an issue of the project; null when there is none to look at
     */
    public List<Lacking> lacking(String project, Set<String> fields, @Nullable String issue) {
        var types = metadata.issueTypes(project);
        var edited = issue == null ? Set.<String>of() : metadata.editFields(issue);
        return fields.stream()
                .sorted()
                .map(field -> {
                    var name = Fields.jira(field);
                    var without = types.stream()
                            .filter(type ->
                                    !metadata.createFields(project, type).contains(name))
                            .map(type -> type.path("name").asText())
                            .collect(Collectors.toCollection(TreeSet::new));
                    return new Lacking(field, List.copyOf(without), issue != null && !edited.contains(name));
                })
                .filter(lacking -> !lacking.types().isEmpty() || lacking.whenEdited())
                .toList();
    }
}
