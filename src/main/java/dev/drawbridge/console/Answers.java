package dev.drawbridge.console;

import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * What {@code api/answers.yaml} says of the calls and their shapes.
 *
 * @param calls by verb and path below the API's own
 */
record Answers(Map<String, Call> calls, Map<String, Schema<?>> shapes) {
    private static final String FILE = "/api/answers.yaml";
    private static final Pattern WORD = Pattern.compile("[^A-Za-z0-9]+");

    /**
     * One call.
     *
     * @param does one sentence
     * @param answers names of shapes by status, empty where there is no body
     */
    record Call(String does, Map<String, String> answers) {}

    static Answers read() {
        Map<String, Map<String, Object>> file = load();
        var calls = new LinkedHashMap<String, Call>();
        part(file, "calls").forEach((name, said) -> calls.put(name, call(map(said))));
        var shapes = new LinkedHashMap<String, Schema<?>>();
        part(file, "shapes").forEach((name, shape) -> shapes.put(name, shape(shape)));
        return new Answers(calls, shapes);
    }

    static Schema<?> named(String shape) {
        return new JsonSchema().$ref("#/components/schemas/" + shape);
    }

    /** Such as {@code getConnectionsNameRulesDirection}. */
    static String id(String verb, String path) {
        var id = new StringBuilder(verb.toLowerCase(Locale.ROOT));
        for (var word : WORD.split(path))
            if (!word.isEmpty())
                id.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
        return id.toString();
    }

    private static Call call(Map<String, Object> said) {
        var answers = new LinkedHashMap<String, String>();
        ((Map<?, ?>) Objects.requireNonNull(said.get("answers")))
                .forEach((status, shape) -> answers.put(String.valueOf(status), String.valueOf(shape)));
        return new Call(String.valueOf(said.get("does")), answers);
    }

    private static Schema<?> shape(Object written) {
        if (!(written instanceof Map)) return word(String.valueOf(written));
        var schema = new JsonSchema();
        schema.setTypes(Set.of("object"));
        var required = new ArrayList<String>();
        map(written).forEach((name, part) -> {
            schema.addProperty(name, shape(part));
            required.add(name);
        });
        schema.setRequired(required);
        return schema;
    }

    private static Schema<?> word(String word) {
        if (word.equals("any")) return new JsonSchema();
        if (word.endsWith("[]")) {
            var list = new JsonSchema();
            list.setTypes(Set.of("array"));
            list.setItems(word(word.substring(0, word.length() - 2)));
            return list;
        }
        var optional = word.endsWith("?");
        return plain(optional ? word.substring(0, word.length() - 1) : word, optional);
    }

    private static Schema<?> plain(String word, boolean optional) {
        return switch (word) {
            case "text" -> typed("string", null, optional);
            case "number" -> typed("integer", null, optional);
            case "yesno" -> typed("boolean", null, optional);
            case "time" -> typed("string", "date-time", optional);
            case "date" -> typed("string", "date", optional);
            case "uuid" -> typed("string", "uuid", optional);
            default -> word.contains("|") ? oneOf(word) : named(word);
        };
    }

    private static Schema<?> oneOf(String words) {
        var schema = new JsonSchema();
        schema.setTypes(Set.of("string"));
        schema.setEnum(new ArrayList<>(Arrays.asList(words.split("\\|"))));
        return schema;
    }

    private static Schema<?> typed(String type, @org.jspecify.annotations.Nullable String format, boolean optional) {
        var schema = new JsonSchema();
        schema.setTypes(new LinkedHashSet<>(optional ? List.of(type, "null") : List.of(type)));
        if (format != null) schema.setFormat(format);
        return schema;
    }

    private static Map<String, Map<String, Object>> load() {
        try (InputStream file = Objects.requireNonNull(Answers.class.getResourceAsStream(FILE), FILE)) {
            return new Yaml(new SafeConstructor(new LoaderOptions())).load(file);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static Map<String, Object> part(Map<String, Map<String, Object>> file, String name) {
        return Objects.requireNonNull(file.get(name), name);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object written) {
        return (Map<String, Object>) written;
    }
}
