package dev.drawbridge.console;

import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.connection.Trigger;
import dev.drawbridge.connection.Triggers;
import dev.drawbridge.jira.JiraTrouble;
import dev.drawbridge.jira.Matches;
import dev.drawbridge.security.Deed;
import dev.drawbridge.security.Difference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Triggers: which issues come under sync by themselves. */
@RestController
@RequestMapping("/api/v1/triggers")
class TriggersApi {
    private final Triggers triggers;
    private final Connections connections;
    private final Matches matches;

    TriggersApi(Triggers triggers, Connections connections, Matches matches) {
        this.triggers = triggers;
        this.connections = connections;
        this.matches = matches;
    }

    /** What of a trigger an administrator says; the others are told back. */
    record Wanted(
            @Nullable UUID id,
            @Nullable String connection,
            String jql,
            @Nullable String notes,
            @Nullable Boolean active,
            @Nullable Integer matches) {
        Wanted {
            Required.field("jql", jql);
        }
    }

    @GetMapping
    Map<String, @Nullable Object> list() {
        return Pages.whole(triggers.all().stream().map(this::view).toList());
    }

    @GetMapping("/{id}")
    Map<String, @Nullable Object> one(@PathVariable UUID id) {
        return view(found(id));
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Map<String, @Nullable Object> add(@RequestBody Wanted wanted) {
        var connection = named(Required.field("connection", wanted.connection()));
        matching(connection, wanted.jql());
        Deed.on(connection.name());
        Deed.difference(difference(null, wanted));
        return view(triggers.add(connection.id(), wanted.jql(), notes(wanted), active(wanted)));
    }

    record Checked(String connection, String jql) {
        Checked {
            Required.field("connection", connection);
            Required.field("jql", jql);
        }
    }

    /** How many issues a query finds now; Jira's own words when it does not take it. */
    @PostMapping("/check")
    Map<String, Object> check(@RequestBody Checked asked) {
        return Map.of("matches", matching(named(asked.connection()), asked.jql()));
    }

    private int matching(Connection connection, String jql) {
        try {
            return matches.count(connection.projects(), jql);
        } catch (IllegalArgumentException refused) {
            throw new Problems.WrongField("jql", String.valueOf(refused.getMessage()));
        }
    }

    @PutMapping("/{id}")
    Map<String, @Nullable Object> change(@PathVariable UUID id, @RequestBody Wanted wanted) {
        var before = found(id);
        var connection = connections.find(before.connection()).orElseThrow();
        if (wanted.connection() != null && !wanted.connection().equalsIgnoreCase(connection.name()))
            throw new IllegalArgumentException(
                    "connection: a trigger stays with its connection; make another one for '%s'."
                            .formatted(wanted.connection()));
        matching(connection, wanted.jql());
        Deed.on(connection.name());
        Deed.difference(difference(before, wanted));
        return view(triggers.change(before, wanted.jql(), notes(wanted), active(wanted)));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable UUID id) {
        triggers.find(id)
                .flatMap(trigger -> connections.find(trigger.connection()))
                .ifPresent(of -> Deed.on(of.name()));
        if (!triggers.remove(id)) throw absent(id);
    }

    private static String difference(@Nullable Trigger before, Wanted wanted) {
        return new Difference()
                .of("jql", before == null ? null : before.jql(), wanted.jql().strip())
                .of("notes", before == null ? "" : before.notes(), notes(wanted))
                .of("active", before == null ? null : before.active(), active(wanted))
                .toString();
    }

    private Map<String, @Nullable Object> view(Trigger trigger) {
        var connection = connections.find(trigger.connection()).orElseThrow();
        var problem = trigger.problem();
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("id", trigger.id());
        view.put("connection", connection.name());
        view.put("jql", trigger.jql());
        view.put("notes", trigger.notes());
        view.put("active", trigger.active());
        view.put("matches", matches(connection, trigger));
        view.put("problem", problem == null ? null : problem.sentence());
        return view;
    }

    /** Null when Jira cannot be asked now, or does not take the query any more. */
    private @Nullable Integer matches(Connection connection, Trigger trigger) {
        try {
            return matches.count(connection.projects(), trigger.jql());
        } catch (JiraTrouble | IllegalArgumentException unknown) {
            return null;
        }
    }

    private Trigger found(UUID id) {
        return triggers.find(id).orElseThrow(() -> absent(id));
    }

    private Connection named(String name) {
        return connections
                .named(name)
                .orElseThrow(() -> new NoSuchElementException("There is no connection '" + name + "'."));
    }

    private static String notes(Wanted wanted) {
        return Objects.requireNonNullElse(wanted.notes(), "");
    }

    private static boolean active(Wanted wanted) {
        return !Boolean.FALSE.equals(wanted.active());
    }

    private static NoSuchElementException absent(UUID id) {
        return new NoSuchElementException("There is no trigger " + id + ".");
    }
}
