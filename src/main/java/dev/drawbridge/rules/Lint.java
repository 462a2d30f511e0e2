package dev.drawbridge.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.connection.Connection;
import dev.drawbridge.jira.Directory;
import dev.drawbridge.jira.Screens;
import dev.drawbridge.twin.Twin;
import dev.drawbridge.twin.Twins;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Compares what the incoming rule of a connection sets with what this Jira knows and has on its screens. */
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

    /** What is wrong with the incoming rule as Jira is now; nothing when all is well. */
    public List<Problem> of(Connection connection) {
        directory.forget();
        var file = RuleFiles.shown(connection, RuleFiles.INCOMING);
        var problems = new ArrayList<Problem>();
        var lines = new LinkedHashMap<String, Integer>();
        for (var use : FieldUse.in(RuleSource.rule(file, books.read(connection, "incoming")), "issue")) {
            if (!use.isCustom() && ON_SCREENS.contains(use.name())) lines.putIfAbsent(use.name(), use.line());
            else if (use.isCustom() || !ELSEWHERE.contains(use.name())) custom(use, file, problems, lines);
        }
        var local = twins.changedLast(connection.id(), 1).stream()
                .map(Twin::local)
                .map(twin -> twin == null ? null : twin.key())
                .findFirst()
                .orElse(null);
        for (var lacking : screens.lacking(connection.incomingProject(), lines.keySet(), local))
            problems.add(new Problem(file, lines.get(lacking.field()), sentence(connection, lacking)));
        return problems;
    }

    private void custom(FieldUse use, String file, List<Problem> problems, LinkedHashMap<String, Integer> lines) {
        var byNumber =
                use.name().matches("\\d+") ? directory.customField(use.name()) : java.util.Optional.<ObjectNode>empty();
        var called = byNumber.map(List::of).orElseGet(() -> directory.customFieldsCalled(use.name()));
        if (called.isEmpty())
            problems.add(new Problem(file, use.line(), "This Jira has no custom field '%s'.".formatted(use.name())));
        else if (called.size() > 1)
            problems.add(new Problem(
                    file,
                    use.line(),
                    "%d custom fields are called '%s': name the right one by its number, one of %s."
                            .formatted(
                                    called.size(),
                                    use.name(),
                                    called.stream()
                                            .map(field -> field.path("id").asText())
                                            .toList())));
        else lines.putIfAbsent("customFields." + called.get(0).path("id").asText(), use.line());
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
