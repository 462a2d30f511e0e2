package dev.drawbridge.rules;

import com.exalate.basic.domain.hubobject.v1.BasicHubIssue;
import com.exalate.basic.domain.hubobject.v1.HubObject;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.drawbridge.connection.Connection;
import dev.drawbridge.jira.Directory;
import dev.drawbridge.jira.JiraTrouble;
import groovy.lang.Closure;
import java.io.Writer;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.springframework.stereotype.Component;

/** What an editor of rules can offer: read from the very bindings and classes that rules run with, and from this Jira. */
@Component
public class Completion {
    private final Directory directory;

    Completion(Directory directory) {
        this.directory = directory;
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

    /** @param direction outgoing or incoming */
    public Names of(Connection connection, String direction) {
        var bindings = new TreeMap<String, List<Member>>();
        found(connection, direction.equals("incoming")).forEach((name, value) -> bindings.put(name, members(value)));
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

    private static List<String> keys() {
        return List.copyOf(BasicHubIssue.wellKnownKeys());
    }

    /** The bindings of a run on nothing, in a Jira in which there is nothing. */
    private static Map<String, @Nullable Object> found(Connection connection, boolean incoming) {
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
                Terms.of(connection),
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
        if (value instanceof HubObject)
            return keys().stream().map(key -> new Member(key, key)).toList();
        if (value == null || value instanceof Closure || value instanceof Writer || !isOfRules(value)) return List.of();
        var members = new LinkedHashMap<String, Member>();
        Arrays.stream(methods(value))
                .filter(method -> !Modifier.isStatic(method.getModifiers()) && !method.isBridge())
                .filter(method -> method.getDeclaringClass() != Object.class)
                .sorted(Comparator.comparing(Method::getName).thenComparing(Method::getParameterCount))
                .map(Completion::member)
                .forEach(member -> members.putIfAbsent(member.shown(), member));
        return List.copyOf(members.values());
    }

    private static Method[] methods(Object value) {
        return value instanceof Logger
                ? Logger.class.getMethods()
                : value.getClass().getMethods();
    }

    /** Not of a text, a number or a list, whose methods everybody knows. */
    private static boolean isOfRules(Object value) {
        var home = value.getClass().getPackageName();
        return value instanceof Logger || home.startsWith("dev.drawbridge.") || home.startsWith("com.exalate.");
    }

    private static Member member(Method method) {
        var name = method.getName();
        var property = method.getParameterCount() == 0 && name.matches("get[A-Z].*")
                ? Character.toLowerCase(name.charAt(3)) + name.substring(4)
                : null;
        if (property != null) return new Member(property, property);
        var parameters = Arrays.stream(method.getParameters())
                .map(parameter -> parameter.isNamePresent()
                        ? parameter.getName()
                        : parameter.getType().getSimpleName())
                .collect(Collectors.joining(", ", "(", ")"));
        return new Member(name + "(", name + parameters);
    }
}
