package dev.drawbridge.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Moves issues through their workflow. What Jira offers in a status is remembered for all issues of a type; it is read
 * again when it does not lead where it should, or Jira does not take it.
 */
@Component
class Transitions {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Door door;
    private final Cache<String, List<Offered>> known = Caffeine.newBuilder()
            .maximumSize(2_000)
            .expireAfterWrite(Duration.ofMinutes(5))
            .build();

    /** Where new issues of a project and type begin. */
    private final Cache<String, String> first = Caffeine.newBuilder()
            .maximumSize(2_000)
            .expireAfterWrite(Duration.ofMinutes(5))
            .build();

    Transitions(Door door) {
        this.door = door;
    }

    /** @param screen Jira's names of the fields that can be set on the way */
    record Offered(String id, String name, String to, Set<String> screen) {
        long takes(ObjectNode fields) {
            return screen.stream().filter(fields::has).count();
        }
    }

    /**
     * An issue to move.
     *
     * @param path of the issue in Jira's REST API
     * @param place what the offers depend on, such as project, type and status; null when it is not known
     */
    record Mover(String path, @Nullable String place) {}

    /** What came of it: fields by Jira's name that were not set on the way, and why; empty when they are not on the screen. */
    record Moved(Map<String, String> left) {}

    /** The status of an issue that was made just now. */
    String first(String project, String type, Supplier<String> read) {
        return first.get(project + '|' + type, any -> read.get());
    }

    /**
     * Makes one transition to the status, with as many of the fields as its screen takes.
     *
     * @return nothing when no transition leads there now; {@link #offers} tells what does
     */
    Optional<Moved> move(Mover issue, String status, ObjectNode fields) {
        var remembered = issue.place() == null ? null : known.getIfPresent(issue.place());
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
        var fitting = fitting(offers(issue), status, fields);
        return fitting.map(offered -> make(issue, offered, fields));
    }

    /** What Jira offers now. */
    List<Offered> offers(Mover issue) {
        var offers = new ArrayList<Offered>();
        for (var transition : door.get(issue.path() + "/transitions?expand=transitions.fields")
                .body()
                .path("transitions")) {
            var screen = new HashSet<String>();
            transition.path("fields").fieldNames().forEachRemaining(screen::add);
            offers.add(new Offered(
                    transition.path("id").asText(),
                    transition.path("name").asText(),
                    transition.path("to").path("name").asText(),
                    screen));
        }
        if (issue.place() != null) known.put(issue.place(), List.copyOf(offers));
        return offers;
    }

    private static Optional<Offered> fitting(List<Offered> offers, String status, ObjectNode fields) {
        return offers.stream()
                .filter(offered -> offered.to().equalsIgnoreCase(status))
                .max(Comparator.comparingLong(offered -> offered.takes(fields)));
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
                return new Moved(left);
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
