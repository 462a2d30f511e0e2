package dev.drawbridge.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.drawbridge.jira.Workflows.Offered;
import dev.drawbridge.jira.Workflows.Place;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Moves issues through their workflow, by as many transitions as it takes. */
@Component
class Transitions {
    private static final int FAR = 30;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Door door;
    private final Workflows workflows;

    /** Where new issues of a project and type begin. */
    private final Cache<String, String> first = Caffeine.newBuilder()
            .maximumSize(2_000)
            .expireAfterWrite(Duration.ofMinutes(5))
            .build();

    Transitions(Door door, Workflows workflows) {
        this.door = door;
        this.workflows = workflows;
    }

    /**
     * An issue to move.
     *
     * @param path of the issue in Jira's REST API
     */
    record Mover(String path, Place place) {
        Mover at(String status) {
            return new Mover(path, place.in(status));
        }
    }

    /**
     * What came of it.
     *
     * @param reached the status in which the issue is now, which is not the wanted one when no way led further
     * @param left fields by Jira's name that were not set on the way, and why; empty when they are not on the screen
     * @param refused why Jira did not make the last transition; null when it did, or there was none
     */
    record Moved(String reached, Map<String, String> left, @Nullable JiraTrouble refused) {}

    /** The status of an issue that was made just now. */
    String first(String project, String type, Supplier<String> read) {
        return first.get(project + '|' + type, any -> read.get());
    }

    /**
     * Brings the issue into the status, the last transition with as many of the fields as its screen takes.
     *
     * @param between told of each status on the way, before the issue is brought there
     */
    Moved move(Mover issue, String status, ObjectNode fields, Consumer<String> between) {
        var here = issue;
        var been = new HashSet<String>();
        while (true) {
            try {
                var arrived = step(here, status, fields);
                if (arrived.isPresent()) return arrived.get();
            } catch (JiraTrouble trouble) {
                if (trouble.kind() != JiraTrouble.Kind.INVALID) throw trouble;
                return new Moved(here.place().status(), untaken(fields), trouble);
            }
            been.add(here.place().status());
            var next = been.size() > FAR ? Optional.<String>empty() : onward(here, status, fields, been, between);
            if (next.isEmpty()) return new Moved(here.place().status(), untaken(fields), null);
            here = here.at(next.get());
        }
    }

    /** Names of the statuses to which one transition leads now. */
    String offers(Mover issue) {
        return workflows.offered(issue.path(), issue.place()).stream()
                .map(Offered::to)
                .distinct()
                .collect(Collectors.joining(", "));
    }

    /** Makes a transition to a status on the way; the fields are for one that demands them. */
    private Optional<String> onward(
            Mover issue, String wanted, ObjectNode fields, Set<String> been, Consumer<String> between) {
        var offered = workflows.remembered(issue.place());
        if (offered == null) offered = workflows.offered(issue.path(), issue.place());
        var closed = new HashSet<>(been);
        while (true) {
            var next = workflows.next(issue.place(), offered, wanted, closed);
            if (next.isEmpty()) return next;
            between.accept(next.get());
            if (isMade(issue, next.get(), NODES.objectNode()) || isMade(issue, next.get(), fields)) return next;
            closed.add(next.get());
        }
    }

    private boolean isMade(Mover issue, String status, ObjectNode fields) {
        try {
            return step(issue, status, fields).isPresent();
        } catch (JiraTrouble trouble) {
            if (trouble.kind() == JiraTrouble.Kind.INVALID) return false;
            throw trouble;
        }
    }

    /** Nothing when no transition leads there now. */
    private Optional<Moved> step(Mover issue, String status, ObjectNode fields) {
        var remembered = workflows.remembered(issue.place());
        if (remembered != null) {
            var fitting = fitting(remembered, status, fields);
            if (fitting.isPresent()) {
                try {
                    return Optional.of(make(issue, fitting.get(), fields));
                } catch (JiraTrouble trouble) {
                    if (trouble.kind() != JiraTrouble.Kind.INVALID) throw trouble;
                }
            }
        }
        return fitting(workflows.offered(issue.path(), issue.place()), status, fields)
                .map(offered -> make(issue, offered, fields));
    }

    private static Optional<Offered> fitting(List<Offered> offers, String status, ObjectNode fields) {
        return offers.stream()
                .filter(offered -> offered.to().equalsIgnoreCase(status))
                .max(Comparator.comparingLong(
                        offered -> offered.screen().stream().filter(fields::has).count()));
    }

    /** A field that Jira refuses on the way is left, so that the issue moves all the same. */
    private Moved make(Mover issue, Offered offered, ObjectNode fields) {
        var left = new HashMap<String, String>();
        var taken = NODES.objectNode();
        fields.properties().forEach(field -> {
            if (offered.screen().contains(field.getKey()) && !field.getValue().isNull())
                taken.set(field.getKey(), field.getValue());
            else left.put(field.getKey(), "");
        });
        while (true) {
            try {
                door.post(issue.path() + "/transitions", body(offered, taken));
                return new Moved(offered.to(), left, null);
            } catch (JiraTrouble trouble) {
                var refused = refused(taken, trouble);
                if (trouble.kind() != JiraTrouble.Kind.INVALID || refused.isEmpty()) throw trouble;
                refused.forEach(field -> {
                    left.put(field, String.valueOf(trouble.fields().get(field)));
                    taken.remove(field);
                });
            }
        }
    }

    private static Map<String, String> untaken(ObjectNode fields) {
        var left = new HashMap<String, String>();
        fields.fieldNames().forEachRemaining(field -> left.put(field, ""));
        return left;
    }

    private static Set<String> refused(ObjectNode taken, JiraTrouble trouble) {
        return trouble.fields().keySet().stream().filter(taken::has).collect(Collectors.toSet());
    }

    private static JsonNode body(Offered offered, ObjectNode fields) {
        var body = NODES.objectNode();
        body.putObject("transition").put("id", offered.id());
        if (!fields.isEmpty()) body.set("fields", fields);
        return body;
    }
}
