package dev.drawbridge.console;

import dev.drawbridge.connection.Condition;
import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.ConnectionState;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.connection.Trigger;
import dev.drawbridge.connection.Triggers;
import dev.drawbridge.jira.Changes;
import dev.drawbridge.replica.RuleLine;
import dev.drawbridge.rules.RuleBroken;
import dev.drawbridge.rules.Rulebooks;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What is wrong with more than one issue: the node, a connection and its rules, or a trigger. */
@Component
class NodeTroubles {
    private static final String BY_ITSELF = "Nothing: it goes away by itself as soon as the cause is gone. ";
    private static final Set<Condition> ILL =
            Set.of(Condition.UNREACHABLE, Condition.REFUSED, Condition.RECONCILE, Condition.UPGRADE, Condition.SCOPE);

    private final Changes changes;
    private final Connections connections;
    private final Rulebooks rulebooks;
    private final Triggers triggers;

    NodeTroubles(Changes changes, Connections connections, Rulebooks rulebooks, Triggers triggers) {
        this.changes = changes;
        this.connections = connections;
        this.rulebooks = rulebooks;
        this.triggers = triggers;
    }

    List<Map<String, @Nullable Object>> all() {
        var items = new ArrayList<Map<String, @Nullable Object>>();
        changes.problem().ifPresent(why -> items.add(detection(why)));
        for (var connection : connections.all()) {
            if (isIll(connection)) items.add(relation(connection));
            rulebooks.problem(connection.id()).ifPresent(broken -> items.add(rule(connection, broken)));
        }
        triggers.all().forEach(trigger -> {
            if (trigger.active() && trigger.problem() != null) items.add(view(trigger, trigger.problem()));
        });
        return items;
    }

    /** A trigger with a problem is asked anew; says whether the id is that of one. */
    boolean retry(UUID id) {
        return triggers.all().stream()
                .filter(trigger -> id("trigger", trigger.id()).equals(id))
                .anyMatch(trigger -> triggers.mended(trigger.id()));
    }

    private static boolean isIll(Connection connection) {
        return connection.state() == ConnectionState.ACTIVE && ILL.contains(connection.condition());
    }

    private static Map<String, @Nullable Object> detection(String why) {
        return TroubleView.of(id("node", new UUID(0, 0)), TroubleView.group(why, "DETECTION"), "Node", "DETECTION")
                .says(why, BY_ITSELF + "Look at the address and the proxy user of this node's Jira.")
                .map();
    }

    private static Map<String, @Nullable Object> relation(Connection connection) {
        var type = connection.condition().name();
        return TroubleView.of(
                        id("relation", connection.id()),
                        TroubleView.group(connection.why(), type, connection.name()),
                        "Relation",
                        type)
                .about(connection.name(), null)
                .says(connection.why(), remedy(connection.condition()))
                .since(connection.lastContact(), 0)
                .map();
    }

    private static String remedy(Condition condition) {
        return switch (condition) {
            case UNREACHABLE -> BY_ITSELF + "Test connection tells more.";
            case REFUSED -> BY_ITSELF + "Ask the partner's administrator what its node says of it.";
            case RECONCILE ->
                "One side was restored from a backup or replaced: nothing travels until somebody has"
                        + " looked. Verify both sides, then connect them anew.";
            case UPGRADE -> "Upgrade this node.";
            case SCOPE ->
                "Give the connection a project that the proxy user may use, or give the proxy user its"
                        + " permissions back.";
            default -> BY_ITSELF;
        };
    }

    private static Map<String, @Nullable Object> rule(Connection connection, RuleBroken broken) {
        return TroubleView.of(
                        id("rule", connection.id()),
                        TroubleView.group(broken.sentence(), "RULE", connection.name()),
                        "Relation",
                        "RULE")
                .about(connection.name(), null)
                .says(broken.sentence(), "Mend the rule; until then the last good version goes on.")
                .at(new RuleLine(broken.file(), broken.line() == null ? 0 : broken.line()))
                .map();
    }

    private Map<String, @Nullable Object> view(Trigger trigger, Trigger.Problem problem) {
        return TroubleView.of(
                        id("trigger", trigger.id()),
                        TroubleView.group(problem.sentence(), "TRIGGER"),
                        "Trigger",
                        "TRIGGER")
                .about(
                        connections
                                .find(trigger.connection())
                                .map(Connection::name)
                                .orElse("?"),
                        null)
                .says(problem.sentence(), "Edit the trigger so that Jira takes its query: " + trigger.jql())
                .since(problem.since(), 0)
                .open(true, false)
                .map();
    }

    private static UUID id(String what, UUID of) {
        return UUID.nameUUIDFromBytes((what + "|" + of).getBytes(StandardCharsets.UTF_8));
    }
}
