package dev.drawbridge.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What is known of workflows. Jira tells a proxy user which statuses a type has in a project, and what it offers to a
 * single issue, but not the workflow itself: the way from one status to another is put together from what was offered to
 * issues in between. It is all read again after five minutes, and what was offered whenever it does not lead where it should.
 */
@Component
class Workflows {
    private static final Duration KEPT = Duration.ofMinutes(5);

    private final Door door;
    private final Cache<Place, List<Offered>> offers = cache();
    private final Cache<String, Map<String, Set<String>>> statuses = cache();

    Workflows(Door door) {
        this.door = door;
    }

    /** What the offers depend on, all by name, the project by its key. */
    record Place(String project, String type, String status) {
        Place in(String other) {
            return new Place(project, type, other);
        }
    }

    /**
     * A transition.
     *
     * @param to name of the status that it leads to
     * @param isEnd that status is of the category of what is done
     * @param screen Jira's names of the fields that can be set on the way
     */
    record Offered(String id, String name, String to, boolean isEnd, Set<String> screen) {}

    /** What was offered in such a place when somebody asked last; null when nobody has. */
    @Nullable
    List<Offered> remembered(Place place) {
        return offers.getIfPresent(place);
    }

    /** @param path of the issue in Jira's REST API */
    List<Offered> offered(String path, Place place) {
        var offered = new ArrayList<Offered>();
        for (var transition :
                door.get(path + "/transitions?expand=transitions.fields").body().path("transitions"))
            offered.add(offered(transition));
        offers.put(place, List.copyOf(offered));
        return offered;
    }

    /**
     * The next status on the shortest way that is known to lead to the wanted one. Where none is known it is one from which
     * nobody has looked further yet, nearest first; never one of what is done, since from there little leads on.
     *
     * @param offered what can be done in the place itself
     * @param been statuses that the way must not lead through
     * @return nothing when no way can be there, or the type has no such status in the project
     */
    Optional<String> next(Place place, List<Offered> offered, String wanted, Set<String> been) {
        if (!has(place, wanted)) return Optional.empty();
        var first = new HashMap<String, String>();
        var waiting = new ArrayDeque<String>();
        been.forEach(status -> first.put(lower(status), ""));
        for (var step : offered) if (first.putIfAbsent(lower(step.to()), step.to()) == null) waiting.add(step.to());
        String unexplored = null;
        var ends = new HashSet<String>();
        offered.stream().filter(Offered::isEnd).forEach(step -> ends.add(step.to()));
        while (!waiting.isEmpty()) {
            var status = waiting.remove();
            var way = Objects.requireNonNull(first.get(lower(status)));
            var further = further(place.in(status));
            if (further == null) {
                if (unexplored == null && !ends.contains(status)) unexplored = way;
                continue;
            }
            for (var step : further) {
                if (step.to().equalsIgnoreCase(wanted)) return Optional.of(way);
                if (step.isEnd()) ends.add(step.to());
                if (first.putIfAbsent(lower(step.to()), way) == null) waiting.add(step.to());
            }
        }
        return Optional.ofNullable(unexplored);
    }

    /** What is offered in the place, if need be to another issue that is there; null when there is none. */
    private @Nullable List<Offered> further(Place place) {
        var known = remembered(place);
        if (known != null) return known;
        var jql = "project = %s AND issuetype = %s AND status = %s ORDER BY id DESC"
                .formatted(quoted(place.project()), quoted(place.type()), quoted(place.status()));
        var other = door.get("/rest/api/2/search?fields=status&maxResults=1&jql=" + Metadata.encoded(jql))
                .body()
                .path("issues")
                .path(0)
                .path("id")
                .asText("");
        return other.isEmpty() ? null : offered("/rest/api/2/issue/" + other, place);
    }

    private boolean has(Place place, String status) {
        var ofTypes = statuses.get(place.project(), project -> {
            var all = new HashMap<String, Set<String>>();
            for (var type : door.get("/rest/api/2/project/" + Metadata.encoded(project) + "/statuses")
                    .body()) {
                var names = new HashSet<String>();
                type.path("statuses")
                        .forEach(each -> names.add(lower(each.path("name").asText())));
                all.put(lower(type.path("name").asText()), names);
            }
            return all;
        });
        return ofTypes.getOrDefault(lower(place.type()), Set.of()).contains(lower(status));
    }

    private static Offered offered(JsonNode transition) {
        var screen = new HashSet<String>();
        transition.path("fields").fieldNames().forEachRemaining(screen::add);
        var to = transition.path("to");
        return new Offered(
                transition.path("id").asText(),
                transition.path("name").asText(),
                to.path("name").asText(),
                to.path("statusCategory").path("key").asText().equals("done"),
                screen);
    }

    private static String quoted(String name) {
        return '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static <K, V> Cache<K, V> cache() {
        return Caffeine.newBuilder().maximumSize(2_000).expireAfterWrite(KEPT).build();
    }
}
