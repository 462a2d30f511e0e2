package dev.drawbridge.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.connection.NodeFacts;
import dev.drawbridge.queue.Inbox;
import dev.drawbridge.queue.SyncEvent;
import dev.drawbridge.rules.Rulebooks;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.health.HealthEndpoint;
import org.springframework.stereotype.Component;

/**
 * What somebody needs who is to help with an error, as a ZIP of text files. It holds no secrets, and of issues nothing but
 * what the error itself says to whoever asks for it.
 */
@Component
class SupportBundle {
    private static final String READ_ME =
            """
            What this node of Drawbridge knows about one error.

            error.json       what went wrong, where and what to do
            timeline.json    what happened to the issue, oldest first
            lane.json        what waits behind it: kinds and numbers, no contents
            connection.json  the connection and its settings, no keys
            health.json      which part of the node is ill
            versions.json    what runs
            rules/           the file of the rule, as it was when it failed

            No passwords, tokens or keys are in here, and no replicas. The error's sentence, its stack trace and the rule
            may name values of issues: read them before you give this to somebody outside.
            """;

    private final NodeApi node;
    private final NodeFacts facts;
    private final Connections connections;
    private final ConnectionView view;
    private final Timelines timelines;
    private final Inbox inbox;
    private final Rulebooks rulebooks;
    private final HealthEndpoint health;
    private final ObjectMapper json;
    private final Clock clock;

    SupportBundle(
            NodeApi node,
            NodeFacts facts,
            Connections connections,
            ConnectionView view,
            Timelines timelines,
            Inbox inbox,
            Rulebooks rulebooks,
            HealthEndpoint health,
            ObjectMapper json,
            Clock clock) {
        this.node = node;
        this.facts = facts;
        this.connections = connections;
        this.view = view;
        this.timelines = timelines;
        this.inbox = inbox;
        this.rulebooks = rulebooks;
        this.health = health;
        this.json = json;
        this.clock = clock;
    }

    /** @param error as the admin API shows it to the caller */
    byte[] of(Map<String, @Nullable Object> error) {
        var connection = Optional.ofNullable((String) error.get("connection")).flatMap(connections::named);
        var twin = (UUID) error.get("twin");
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("README.txt", READ_ME.getBytes(StandardCharsets.UTF_8));
        files.put("error.json", pretty(error));
        if (twin != null && connection.isPresent()) {
            files.put("timeline.json", pretty(timelines.of(connection.get().id(), twin)));
            files.put("lane.json", pretty(lane(connection.get().id(), twin)));
        }
        connection.ifPresent(found -> files.put("connection.json", pretty(view.of(found))));
        files.put("health.json", pretty(health.health()));
        files.put("versions.json", pretty(versions()));
        connection.ifPresent(found -> rule(found, error)
                .ifPresent(rule -> files.put("rules/" + rule.file(), rule.text().getBytes(StandardCharsets.UTF_8))));
        return zip(files);
    }

    private record Rule(String file, String text) {}

    private Optional<Rule> rule(Connection connection, Map<String, @Nullable Object> error) {
        if (!(error.get("at") instanceof Map<?, ?> at)) return Optional.empty();
        var file = String.valueOf(at.get("file"));
        return rulebooks
                .text(connection, file, (String) error.get("ruleVersion"))
                .map(text -> new Rule(file, text));
    }

    private List<Map<String, Object>> lane(UUID connection, UUID twin) {
        return inbox.inLane(connection, twin).stream()
                .map(Inbox.Stored::event)
                .map(SupportBundle::brief)
                .toList();
    }

    private static Map<String, Object> brief(SyncEvent event) {
        return Map.of("eventNumber", event.seq(), "kind", event.kind(), "basedOn", event.basedOn());
    }

    private Map<String, @Nullable Object> versions() {
        var versions = new LinkedHashMap<String, @Nullable Object>();
        versions.put("drawbridge", facts.version());
        versions.put("node", node.node());
        versions.put("java", Runtime.version().toString());
        versions.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        versions.put("groovy", groovy.lang.GroovySystem.getVersion());
        versions.put("at", clock.instant());
        return versions;
    }

    private byte[] pretty(Object what) {
        try {
            return json.writerWithDefaultPrettyPrinter().writeValueAsBytes(what);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private byte[] zip(Map<String, byte[]> files) {
        var bytes = new ByteArrayOutputStream();
        var now = clock.instant().atOffset(ZoneOffset.UTC).toLocalDateTime();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var file : files.entrySet()) {
                var entry = new ZipEntry(file.getKey());
                entry.setTimeLocal(now);
                zip.putNextEntry(entry);
                zip.write(file.getValue());
                zip.closeEntry();
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
