package dev.drawbridge.rules;

import com.exalate.basic.domain.hubobject.v1.BasicHubIssue;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.drawbridge.connection.Connection;
import dev.drawbridge.jira.Directory;
import dev.drawbridge.jira.JiraTrouble;
import groovy.lang.Closure;
import java.io.Writer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.springframework.stereotype.Component;

/** What an editor of rules can offer: read from the very bindings and classes that rules run with, and from this Jira. */
@Component
public class Completion {
    private static final Set<String> THEIRS = Set.of("replica", "previous");

    private final Directory directory;
    private final Rulebooks rulebooks;

    Completion(Directory directory, Rulebooks rulebooks) {
        this.directory = directory;
        this.rulebooks = rulebooks;
    }

    /**
     * Names for one rule.
     *
     * @param bindings what the rule finds, each with what can follow its dot
     * @param issueKeys well-known keys of {@code issue} and {@code replica}
     * @param customFields names of this Jira's custom fields; empty when Jira cannot be asked
     * @param problem why there are no custom fields; null when there is nothing wrong
     */
    public record Names(
            Map<String, List<Member>> bindings,
            List<String> issueKeys,
            List<String> customFields,
            @Nullable String problem) {}

    /**
     * What can follow a dot.
     *
     * @param insert what is put in
     * @param shown the same with its parameters
     */
    public record Member(String insert, String shown) {}

    /**
     * What fits at a place of a text.
     *
     * @param from where what is replaced begins
     * @param inText whether that is inside of quotes
     * @param items what can be put in; the beginning of what is shown is what is typed
     * @param problem why Jira's names are missing; null when nothing is
     */
    public record Offer(int from, boolean inText, List<Member> items, @Nullable String problem) {}

    /** @param direction outgoing or incoming */
    public Names of(Connection connection, String direction) {
        var bindings = new TreeMap<String, List<Member>>();
        found(Terms.of(connection), direction.equals("incoming"))
                .forEach((name, value) -> bindings.put(name, members(value)));
        try {
            var fields = directory.customFields().stream()
                    .map(field -> field.path("name").asText())
                    .distinct()
                    .sorted(String.CASE_INSENSITIVE_ORDER)
                    .toList();
            return new Names(bindings, keys(), fields, null);
        } catch (JiraTrouble trouble) {
            return new Names(bindings, keys(), List.of(), trouble.sentence());
        }
    }

    /**
     * What fits at a place in a text that need not be whole.
     *
     * @param direction outgoing or incoming
     * @param at how many characters of the text stand before the cursor
     */
    public Offer at(Connection connection, String direction, String text, int at) {
        var cursor = Math.max(0, Math.min(at, text.length()));
        var names = new JiraNames(directory, connection);
        var classes = new ClassNames(rulebooks.classes(connection), text);
        var bindings = bindings(Terms.of(connection), direction.equals("incoming"));
        return new Caret(bindings, classes, names, text, cursor).offer();
    }

    /** What a rule finds, and of what kind it is. */
    static Map<String, Known> bindings(Terms terms, boolean incoming) {
        var bindings = new HashMap<String, Known>();
        found(terms, incoming).forEach((name, value) -> {
            if (value != null) bindings.put(name, known(value).fromPartner(incoming && THEIRS.contains(name)));
        });
        return bindings;
    }

    private static Known known(Object value) {
        return Known.of(value instanceof Logger ? Logger.class : value.getClass());
    }

    private static List<String> keys() {
        return List.copyOf(BasicHubIssue.wellKnownKeys());
    }

    /** The bindings of a run on nothing, in a Jira in which there is nothing. */
    private static Map<String, @Nullable Object> found(Terms terms, boolean incoming) {
        var nothing = new RecordedJira(JsonNodeFactory.instance.objectNode());
        var around = new Surroundings(
                nothing,
                nothing,
                "",
                (method, path, body) -> {
                    throw new IllegalStateException("Nothing is run here");
                },
                id -> (method, url, headers, body) -> {
                    throw new IllegalStateException("Nothing is run here");
                });
        var issue = JsonNodeFactory.instance.objectNode().put("id", "0").put("key", "X-0");
        var scene = new Scene(
                around,
                terms,
                new People(nothing, UserTable.EMPTY),
                new BasicHubIssue(),
                issue,
                new Missed(),
                new Asked(),
                RuleRunner.Doing.NOTHING);
        var bindings = new Bindings(scene, new BasicHubIssue(), Pairings.NONE);
        if (incoming)
            bindings.incoming(
                    true, new BasicHubIssue(), new BasicHubIssue(), null, List.of(), new Closure<Void>(scene) {});
        return bindings.names();
    }

    private static List<Member> members(@Nullable Object value) {
        return value == null || value instanceof Closure || value instanceof Writer || !isOfRules(value)
                ? List.of()
                : Members.of(known(value));
    }

    /** Not of a text, a number or a list, whose methods everybody knows. */
    private static boolean isOfRules(Object value) {
        var home = value.getClass().getPackageName();
        return value instanceof Logger || home.startsWith("dev.drawbridge.") || home.startsWith("com.exalate.");
    }
}
