package dev.drawbridge.security;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a change makes different, for people to read; values of secrets are never told. */
public final class Difference {
    private static final int CONTEXT = 3;
    private static final Pattern SECRET = Pattern.compile(
            ".*(password|passphrase|token|secret|credential|authorization|code).*", Pattern.CASE_INSENSITIVE);

    private final Map<String, String> lines = new LinkedHashMap<>();

    /** A setting that has one value and gets another; nothing where they are the same. */
    public Difference of(String name, @Nullable Object from, @Nullable Object to) {
        if (!Objects.equals(shown(from), shown(to)))
            lines.put(name, SECRET.matcher(name).matches() ? "(changed)" : shown(from) + " → " + shown(to));
        return this;
    }

    @Override
    public String toString() {
        return lines.entrySet().stream()
                .map(line -> line.getKey() + ": " + line.getValue())
                .collect(Collectors.joining("\n"));
    }

    /** A unified diff of a text. */
    public static String ofText(String name, String before, String after) {
        var old = before.lines().toList();
        return String.join(
                "\n",
                UnifiedDiffUtils.generateUnifiedDiff(
                        name, name, old, DiffUtils.diff(old, after.lines().toList()), CONTEXT));
    }

    private static String shown(@Nullable Object value) {
        if (value == null || value instanceof NullNode) return "none";
        if (value instanceof List<?> list)
            return list.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
        return value instanceof JsonNode node && node.isValueNode() ? node.asText() : value.toString();
    }
}
