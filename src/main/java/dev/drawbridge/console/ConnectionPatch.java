package dev.drawbridge.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.ConnectionSettings;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.replica.Canonical;
import dev.drawbridge.security.Difference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/** What an administrator wants to change about a connection, checked. */
final class ConnectionPatch {
    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final List<String> DURATIONS = List.of("pullEvery", "retention");

    private ConnectionPatch() {}

    static Connections.Patch read(Connection connection, JsonNode body) {
        if (!(body instanceof ObjectNode asked)) throw new IllegalArgumentException("The body is a JSON object.");
        var rest = asked.deepCopy();
        var description = rest.remove("description");
        var projects = rest.remove("projects");
        var winner = rest.remove("winner");
        for (var name : DURATIONS)
            if (rest.path(name).isTextual())
                rest.put(name, duration(name, rest.get(name).asText()));
        return new Connections.Patch(
                description == null ? null : text(description),
                projects == null ? null : keys(projects),
                winner == null ? null : winner(winner),
                rest.isEmpty() ? null : settings(connection, rest));
    }

    /** Hash of all that can be changed. */
    static String version(Connection connection) {
        return Canonical.sha256(all(connection).toString()).substring(0, 12);
    }

    /** What of a body is another value than the connection has, and which that is. */
    static String differences(Connection connection, JsonNode body) {
        var now = all(connection);
        var differences = new ArrayList<String>();
        body.fields().forEachRemaining(asked -> {
            var value = now.path(asked.getKey());
            if (!same(asked.getKey(), value, asked.getValue()))
                differences.add(asked.getKey() + " " + shown(asked.getKey(), value));
        });
        return differences.isEmpty() ? "as you want it" : String.join(", ", differences);
    }

    private static String shown(String name, JsonNode value) {
        return DURATIONS.contains(name) && value.isTextual()
                ? Words.exactly(Duration.parse(value.asText()))
                : value.toString();
    }

    private static boolean same(String name, JsonNode now, JsonNode asked) {
        if (DURATIONS.contains(name) && asked.isTextual()) return now.asText().equals(duration(name, asked.asText()));
        return now.equals(asked);
    }

    /** What a body that was read changes, for the audit. */
    static String difference(Connection connection, JsonNode body) {
        var now = all(connection);
        var difference = new Difference();
        body.fields().forEachRemaining(asked -> {
            if (!same(asked.getKey(), now.path(asked.getKey()), asked.getValue()))
                difference.of(asked.getKey(), now.get(asked.getKey()), asked.getValue());
        });
        return difference.toString();
    }

    private static ObjectNode all(Connection connection) {
        var now = current(connection);
        now.put("description", connection.description());
        now.set("projects", JSON.valueToTree(connection.projects()));
        return now;
    }

    /** Of the winner what this side wants, be it in force or proposed. */
    private static ObjectNode current(Connection connection) {
        ObjectNode current = JSON.valueToTree(connection.settings());
        return current.put("winner", wanted(connection));
    }

    static String wanted(Connection connection) {
        return connection.agreement().isProposedHere() ? connection.loser() : connection.winner();
    }

    private static ConnectionSettings settings(Connection connection, ObjectNode asked) {
        ObjectNode merged = JSON.valueToTree(connection.settings());
        merged.setAll(asked);
        try {
            return JSON.treeToValue(merged, ConnectionSettings.class);
        } catch (UnrecognizedPropertyException unknown) {
            throw new IllegalArgumentException("There is no field '" + unknown.getPropertyName() + "' here.", unknown);
        } catch (ValueInstantiationException refused) {
            var cause = refused.getCause();
            throw new IllegalArgumentException(
                    cause == null ? refused.getOriginalMessage() : cause.getMessage(), refused);
        } catch (JsonProcessingException wrong) {
            throw new IllegalArgumentException(wrong.getOriginalMessage(), wrong);
        }
    }

    private static String duration(String name, String text) {
        try {
            return DurationStyle.detectAndParse(text).toString();
        } catch (IllegalArgumentException wrong) {
            throw new Problems.WrongField(name, "A duration such as 20s or 7d is meant, not '" + text + "'.");
        }
    }

    private static String text(JsonNode value) {
        if (!value.isTextual() || value.asText().length() > 2000)
            throw new IllegalArgumentException("description is a text of at most 2000 characters.");
        return value.asText();
    }

    private static String winner(JsonNode value) {
        if (!value.isTextual()) throw new Problems.WrongField("winner", "The short name of one side is meant.");
        return value.asText();
    }

    private static @Nullable List<String> keys(JsonNode value) {
        if (!value.isArray()) throw new IllegalArgumentException("projects is a list of project keys.");
        var keys = new ArrayList<String>();
        value.forEach(key -> keys.add(key.asText()));
        return keys;
    }
}
