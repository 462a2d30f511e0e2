package dev.drawbridge.rules;

import com.exalate.basic.domain.hubobject.v1.BasicHubComponent;
import com.exalate.basic.domain.hubobject.v1.BasicHubIssueType;
import com.exalate.basic.domain.hubobject.v1.BasicHubPriority;
import com.exalate.basic.domain.hubobject.v1.BasicHubProject;
import com.exalate.basic.domain.hubobject.v1.BasicHubResolution;
import com.exalate.basic.domain.hubobject.v1.BasicHubSecurityLevel;
import com.exalate.basic.domain.hubobject.v1.BasicHubVersion;
import com.exalate.basic.domain.hubobject.v1.status.BasicHubStatus;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.connection.Connection;
import dev.drawbridge.jira.Directory;
import dev.drawbridge.jira.JiraTrouble;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Names in this Jira that a rule of a connection can compare with or set; none, and the reason, when Jira cannot be asked. */
final class JiraNames {
    /** Each is several questions to Jira. */
    private static final int MOST_PROJECTS = 5;

    private final Directory directory;
    private final Set<String> projects = new LinkedHashSet<>();
    private @Nullable String problem;

    JiraNames(Directory directory, Connection connection) {
        this(
                directory,
                Stream.concat(Stream.of(connection.incomingProject()), connection.projects().stream())
                        .toList());
    }

    JiraNames(Directory directory, List<String> projects) {
        this.directory = directory;
        projects.stream().filter(key -> !key.isBlank()).limit(MOST_PROJECTS).forEach(this.projects::add);
    }

    /** Why some are missing. */
    @Nullable
    String problem() {
        return problem;
    }

    List<String> fields() {
        return asked(() -> directory.customFields().stream().map(field -> text(field, "name")))
                .sorted(String.CASE_INSENSITIVE_ORDER)
                .distinct()
                .toList();
    }

    /** What the value of a custom field is; null when there is no such field. */
    @Nullable
    Known valueOf(String nameOrId) {
        return field(nameOrId).map(field -> Shapes.ofField(text(field, "type"))).orElse(null);
    }

    private Optional<ObjectNode> field(String nameOrId) {
        return asked(() -> directory.customFields().stream())
                .filter(field -> text(field, "name").equalsIgnoreCase(nameOrId)
                        || text(field, "id").equals(nameOrId))
                .findFirst();
    }

    /** What there is to choose for it. */
    Collection<String> choices(Known known) {
        if (known.theirs()) return List.of();
        if (known.field() != null) return options(known.field());
        var domain = known.domain();
        if (domain == BasicHubPriority.class) return names(ignored -> directory.priorities(), Stream.of(""));
        if (domain == BasicHubResolution.class) return names(ignored -> directory.resolutions(), Stream.of(""));
        if (domain == BasicHubStatus.class) return names(directory::statuses, projects.stream());
        if (domain == BasicHubIssueType.class) return names(directory::issueTypes, projects.stream());
        if (domain == BasicHubSecurityLevel.class) return names(directory::securityLevels, projects.stream());
        if (domain == BasicHubVersion.class) return names(directory::versions, projects.stream());
        if (domain == BasicHubComponent.class) return names(directory::components, projects.stream());
        return domain == BasicHubProject.class ? projects : List.of();
    }

    private Collection<String> names(Function<String, List<ObjectNode>> list, Stream<String> places) {
        return asked(() -> places.flatMap(place -> list.apply(place).stream()).map(one -> text(one, "name")))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private Collection<String> options(String nameOrId) {
        return field(nameOrId).stream()
                .flatMap(
                        field -> asked(() -> projects.stream().flatMap(project -> options(text(field, "id"), project))))
                .map(option -> text(option, "value"))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Of the first type of issue that has the field on its screen. */
    private Stream<ObjectNode> options(String field, String project) {
        return directory.issueTypes(project).stream()
                .map(type -> directory.options(field, project, text(type, "name"), null))
                .flatMap(Optional::stream)
                .findFirst()
                .stream()
                .flatMap(List::stream);
    }

    private <T> Stream<T> asked(Supplier<Stream<T>> question) {
        try {
            return question.get().toList().stream();
        } catch (JiraTrouble trouble) {
            problem = trouble.sentence();
            return Stream.empty();
        }
    }

    private static String text(ObjectNode one, String name) {
        return one.path(name).asText();
    }
}
