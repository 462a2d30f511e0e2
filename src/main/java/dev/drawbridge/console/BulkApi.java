package dev.drawbridge.console;

import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.ConnectionState;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.connection.Trigger;
import dev.drawbridge.connection.Triggers;
import dev.drawbridge.jobs.Job;
import dev.drawbridge.jobs.Orders;
import dev.drawbridge.jobs.PairFile;
import dev.drawbridge.jobs.Previews;
import dev.drawbridge.twin.Proposals;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Sync, unsync and connect for many issues at once: first looked at, then done in the background. */
@RestController
@RequestMapping("/api/v1")
class BulkApi {
    private final Connections connections;
    private final Triggers triggers;
    private final Orders orders;
    private final Previews previews;

    BulkApi(Connections connections, Triggers triggers, Orders orders, Previews previews) {
        this.connections = connections;
        this.triggers = triggers;
        this.orders = orders;
        this.previews = previews;
    }

    @PostMapping("/triggers/{id}/bulk-sync")
    ResponseEntity<Object> sync(
            @PathVariable UUID id, @RequestParam(defaultValue = "false") boolean preview, Principal by) {
        var trigger = trigger(id);
        var connection = usable(trigger);
        return preview
                ? ResponseEntity.ok(previews.sync(connection, trigger))
                : accepted(orders.sync(connection, trigger, by.getName()));
    }

    @PostMapping("/triggers/{id}/bulk-unsync")
    ResponseEntity<Object> unsync(
            @PathVariable UUID id, @RequestParam(defaultValue = "false") boolean preview, Principal by) {
        var trigger = trigger(id);
        var connection = usable(trigger);
        return preview
                ? ResponseEntity.ok(previews.unsync(connection, trigger))
                : accepted(orders.unsync(connection, trigger, by.getName()));
    }

    /** The body is a CSV file: {@code localKey,remoteKey} in each line. */
    @PostMapping(
            path = "/connections/{name}/bulk-connect",
            consumes = {"text/csv", "text/plain", "application/octet-stream"})
    ResponseEntity<Object> connect(
            @PathVariable String name,
            @RequestParam(defaultValue = "KEEP") String fields,
            @RequestParam(defaultValue = "KEEP") String existing,
            @RequestParam(defaultValue = "false") boolean preview,
            @RequestBody(required = false) byte @org.jspecify.annotations.Nullable [] file,
            Principal by) {
        var connection = usable(connections
                .named(name)
                .orElseThrow(() -> new NoSuchElementException("There is no connection '" + name + "'.")));
        var manner = new Orders.Manner(
                one(Proposals.Fields.class, "fields", fields), one(Proposals.Existing.class, "existing", existing));
        var pairs = PairFile.read(file == null ? "" : new String(file, StandardCharsets.UTF_8), connection);
        return preview
                ? ResponseEntity.ok(previews.connect(connection, pairs, manner))
                : accepted(orders.connect(connection, pairs, manner, by.getName()));
    }

    static ResponseEntity<Object> accepted(Job job) {
        return ResponseEntity.accepted().body(Map.of("job", job.id()));
    }

    private Trigger trigger(UUID id) {
        return triggers.find(id).orElseThrow(() -> new NoSuchElementException("There is no trigger " + id + "."));
    }

    private Connection usable(Trigger trigger) {
        return usable(connections.find(trigger.connection()).orElseThrow());
    }

    static Connection usable(Connection connection) {
        if (connection.state() == ConnectionState.PENDING)
            throw new Problems.Refused(
                    HttpStatus.CONFLICT,
                    "urn:drawbridge:connection:pending",
                    "Connection '" + connection.name() + "' has not been accepted yet.");
        if (connection.state() == ConnectionState.REMOVED)
            throw new Problems.Refused(
                    HttpStatus.CONFLICT, null, "Connection '" + connection.name() + "' was removed by the partner.");
        return connection;
    }

    private static <E extends Enum<E>> E one(Class<E> words, String name, String word) {
        return Arrays.stream(words.getEnumConstants())
                .filter(known -> known.name().equals(word.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("%s can be one of %s, not '%s'."
                        .formatted(name, Arrays.toString(words.getEnumConstants()), word)));
    }
}
