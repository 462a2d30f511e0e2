package dev.drawbridge.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.connection.Connection;
import dev.drawbridge.jira.Directory;
import dev.drawbridge.jira.Screens;
import dev.drawbridge.twin.Twin;
import dev.drawbridge.twin.Twins;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Compares what the incoming rule of a connection sets with what this Jira knows and has on its screens, and the custom
 * fields that the outgoing one sends with those that there are.
 */
@Component
public class Lint {
    private static final Set<String> ON_SCREENS = Set.of(
            "summary",
            "description",
            "environment",
            "due",
            "priority",
            "assignee",
            "reporter",
            "labels",
            "fixVersions",
            "affectedVersions",
            "components",
            "securityLevel",
            "originalEstimate",
            "remainingEstimate",
            "issueLinks");
    private static final Set<String> ELSEWHERE = Set.of(
            "id",
            "key",
            "project",
            "projectKey",
            "type",
            "typeName",
            "issueType",
            "issueTypeName",
            "status",
            "resolution",
            "comments",
            "attachments",
            "workLogs",
            "parentId",
            "customFields",
            "customKeys",
            "spent",
            "created",
            "updated",
            "creator");

    private final Rulebooks books;
    private final Directory directory;
    private final Screens screens;
    private final Twins twins;

    Lint(Rulebooks books, Directory directory, Screens screens, Twins twins) {
        this.books = books;
        this.directory = directory;
        this.screens = screens;
        this.twins = twins;
    }

    /**
     * Something that will not work.
     *
     * @param line counted from 1; null when it is about the whole file
     */
    public record Problem(String file, @Nullable Integer line, String sentence) {}

    /** What is wrong with the rules as Jira is now; nothing when all is well. */
    public List<Problem> of(Connection connection) {
        directory.forget();
        var found = new Found();
        for (var source : books.sources(connection, RuleFiles.INCOMING))
            for (var use : FieldUse.in(source, "issue")) {
                if (!use.isCustom() && ON_SCREENS.contains(use.name())) found.set(use.name(), source, use);
                else if (use.isCustom() || !ELSEWHERE.contains(use.name()))
                    custom(source, use, found).ifPresent(field -> found.set(field, source, use));
            }
        for (var source : books.sources(connection, RuleFiles.OUTGOING))
            for (var use : FieldUse.custom(source)) custom(source, use, found);
        var local = twins.changedLast(connection.id(), 1).stream()
                .map(Twin::local)
                .map(twin -> twin == null ? null : twin.key())
                .findFirst()
                .orElse(null);
        for (var lacking : screens.lacking(connection.incomingProject(), found.places.keySet(), local)) {
            var place = Objects.requireNonNull(found.places.get(lacking.field()));
            found.problem(place.source(), place.line(), sentence(connection, lacking));
        }
        return List.copyOf(found.problems);
    }

    /** What was found so far: each problem once, and where each field is set first. */
    private static final class Found {
        private final Set<Problem> problems = new LinkedHashSet<>();
        private final Map<String, Rulebook.Place> places = new LinkedHashMap<>();

        void set(String field, RuleSource source, FieldUse use) {
            places.putIfAbsent(field, new Rulebook.Place(source, use.line()));
        }

        void problem(RuleSource source, int line, String sentence) {
            problems.add(new Problem(source.file(), line, sentence));
        }
    }

    /** The neutral name of a custom field that there is exactly once. */
    private Optional<String> custom(RuleSource source, FieldUse use, Found found) {
        var byNumber = use.name().matches("\\d+") ? directory.customField(use.name()) : Optional.<ObjectNode>empty();
        var called = byNumber.map(List::of).orElseGet(() -> directory.customFieldsCalled(use.name()));
        if (called.size() == 1)
            return Optional.of("customFields." + called.get(0).path("id").asText());
        found.problem(
                source,
                use.line(),
                called.isEmpty()
                        ? "This Jira has no custom field '%s'.".formatted(use.name())
                        : "%d custom fields are called '%s': name the right one by its number, one of %s."
                                .formatted(
                                        called.size(),
                                        use.name(),
                                        called.stream()
                                                .map(field -> field.path("id").asText())
                                                .toList()));
        return Optional.empty();
    }

    private String sentence(Connection connection, Screens.Lacking lacking) {
        var field = lacking.field().startsWith("customFields.")
                ? directory
                        .customField(lacking.field().substring("customFields.".length()))
                        .map(known -> known.path("name").asText())
                        .orElse(lacking.field())
                : lacking.field();
        var where = new ArrayList<String>();
        if (!lacking.types().isEmpty())
            where.add("the create screen of %s in %s"
                    .formatted(String.join(", ", lacking.types()), connection.incomingProject()));
        if (lacking.whenEdited()) where.add("the edit screen of " + connection.incomingProject());
        return "'%s' is not on %s, or the proxy user may not set it.".formatted(field, String.join(" and ", where));
    }
}
