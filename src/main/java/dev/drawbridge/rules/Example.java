package dev.drawbridge.rules;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.replica.Trace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * One exchange that a rule is tested with, in a folder of its own: {@code case.yaml} says which rule and on what
 * connection, {@code issue.json}, {@code replica.json} and {@code previous.json} (or the same names in {@code case.yaml}) what
 * it is run on, {@code metadata.json} (here, or beside the folders of all examples) what the local Jira knows, {@code
 * expected.json} what comes of it. {@code rule.groovy} is run instead of the connection's rule where it is there.
 */
final class Example {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    static final String RULE = "rule.groovy";
    private static final DumperOptions PLAIN = new DumperOptions();

    static {
        PLAIN.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    }

    private final Path folder;
    private final JsonNode said;

    private Example(Path folder, JsonNode said) {
        this.folder = folder;
        this.said = said;
    }

    /** @throws BadExample when it cannot be read, in a sentence */
    static Example read(Path folder) {
        return new Example(folder, yaml(folder.resolve("case.yaml")));
    }

    /** Cannot be used; the message is a sentence that names the file. */
    static final class BadExample extends RuntimeException {
        private static final long serialVersionUID = 1;

        BadExample(Path file, String problem) {
            super(file + ": " + problem);
        }
    }

    /**
     * Writes one down.
     *
     * @param parts {@code case, issue, replica, previous, metadata}, as far as there are
     */
    static void make(Path folder, ObjectNode parts) {
        try {
            Files.createDirectories(folder);
            Files.writeString(
                    folder.resolve("case.yaml"),
                    new Yaml(PLAIN).dump(JSON.convertValue(parts.path("case"), Map.class)));
        } catch (IOException failure) {
            throw new BadExample(folder, "cannot be written: " + failure);
        }
        for (var part : List.of("issue", "replica", "previous", "metadata"))
            if (parts.hasNonNull(part)) write(folder.resolve(part + ".json"), parts.get(part));
    }

    String name() {
        return String.valueOf(folder.getFileName());
    }

    boolean isOutgoing() {
        var direction = said.path("direction").asText("");
        if (!List.of("outgoing", "incoming").contains(direction))
            throw new BadExample(
                    folder.resolve("case.yaml"), "direction must be outgoing or incoming, not '" + direction + "'");
        return direction.equals("outgoing");
    }

    String incomingProject() {
        return said.path("connection").path("incomingProject").asText("PROJ");
    }

    Terms terms(String connection) {
        var facts = said.path("connection");
        var remote = facts.path("remoteShort").asText("THERE");
        return new Terms(
                new UUID(0, 1),
                connection,
                incomingProject(),
                remote,
                facts.path("remoteJiraUrl").asText("https://jira.there.example"),
                facts.path("commentHeader")
                        .asText("*{name}* ({instance}) commented:")
                        .replace("{instance}", remote),
                facts.path("markup").asText("safe"));
    }

    String jiraUrl() {
        return said.path("connection").path("jiraUrl").asText("https://jira.here.example");
    }

    RecordedJira jira() {
        var own = folder.resolve("metadata.json");
        var shared = folder.resolveSibling("metadata.json");
        var facts = json(Files.exists(own) ? own : shared);
        return new RecordedJira(facts == null ? JsonNodeFactory.instance.objectNode() : facts);
    }

    @Nullable
    ObjectNode issue() {
        return given("issue");
    }

    ObjectNode replica() {
        var replica = given("replica");
        if (replica == null) throw new BadExample(folder.resolve("replica.json"), "is missing: what the partner says");
        return replica;
    }

    @Nullable
    ObjectNode previous() {
        return given("previous");
    }

    /** A rule of its own, instead of the connection's; null when it has none. */
    @Nullable
    String rule() {
        var file = folder.resolve(RULE);
        try {
            return Files.exists(file) ? Files.readString(file) : null;
        } catch (IOException unreadable) {
            throw new BadExample(file, "cannot be read as UTF-8 text: " + unreadable);
        }
    }

    /** What Jira answers to {@code method path}; null when nothing is written down for it. */
    @Nullable
    JsonNode answer(String method, String path) {
        return said.path("calls").get(method.toUpperCase(Locale.ROOT) + " " + path);
    }

    /** What stands in {@code case.yaml} or in a file of its own. */
    private @Nullable ObjectNode given(String name) {
        var here = said.get(name);
        if (here == null) return json(folder.resolve(name + ".json"));
        if (here instanceof ObjectNode object) return object.deepCopy();
        throw new BadExample(folder.resolve("case.yaml"), "'%s' must hold names and values".formatted(name));
    }

    boolean isFirstSync() {
        return said.has("firstSync") ? said.path("firstSync").asBoolean() : issue() == null;
    }

    List<Trace> traces() {
        var traces = new ArrayList<Trace>();
        for (var trace : said.path("traces"))
            traces.add(new Trace(
                    Trace.Kind.valueOf(trace.path("kind").asText("COMMENT")),
                    trace.hasNonNull("local") ? trace.get("local").asText() : null,
                    trace.hasNonNull("remote") ? trace.get("remote").asText() : null,
                    Trace.Owner.valueOf(trace.path("owner").asText("REMOTE"))));
        return traces;
    }

    @Nullable
    ObjectNode expected() {
        return json(folder.resolve("expected.json"));
    }

    void expect(ObjectNode now) {
        write(folder.resolve("expected.json"), now);
    }

    private static void write(Path file, JsonNode content) {
        try {
            Files.writeString(file, JSON.writeValueAsString(content) + "\n");
        } catch (IOException failure) {
            throw new BadExample(file, "cannot be written: " + failure);
        }
    }

    private static @Nullable ObjectNode json(Path file) {
        try {
            if (JSON.readTree(Files.readString(file)) instanceof ObjectNode object) return object;
            throw new BadExample(file, "must hold a JSON object");
        } catch (NoSuchFileException missing) {
            return null;
        } catch (JsonProcessingException broken) {
            throw new BadExample(
                    file,
                    "line %d: is not JSON: %s"
                            .formatted(broken.getLocation().getLineNr(), broken.getOriginalMessage()));
        } catch (IOException unreadable) {
            throw new BadExample(file, "cannot be read: " + unreadable);
        }
    }

    private static JsonNode yaml(Path file) {
        try {
            var said = new Yaml(new SafeConstructor(new LoaderOptions())).<Object>load(Files.readString(file));
            if (!(said instanceof Map<?, ?> map)) throw new BadExample(file, "must say at least 'direction: incoming'");
            return JSON.valueToTree(map);
        } catch (NoSuchFileException missing) {
            throw new BadExample(file, "is missing: it says at least 'direction: incoming'");
        } catch (YAMLException broken) {
            throw new BadExample(file, "is not YAML: " + broken.getMessage());
        } catch (IOException unreadable) {
            throw new BadExample(file, "cannot be read: " + unreadable);
        }
    }
}
