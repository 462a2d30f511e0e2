package dev.drawbridge.replica;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A part that could not be applied while the rest was: which field, why, and what a person can do about it.
 *
 * @param field neutral name; a comment or file of the partner as {@code comments/<its id there>}
 * @param value what was to be written, short enough to be shown; empty where there is nothing to show
 * @param at the line of the rule that wanted it; null where that is not known
 */
public record Warning(String field, String value, String reason, String remedy, @Nullable RuleLine at) {
    private static final int SHOWN = 60;

    public Warning(String field, String value, String reason, String remedy) {
        this(field, value, reason, remedy, null);
    }

    public static Warning of(String field, @Nullable JsonNode value, String reason, String remedy) {
        return new Warning(field, shown(value), reason, remedy);
    }

    private static String shown(@Nullable JsonNode value) {
        return cut(words(value));
    }

    private static String words(@Nullable JsonNode value) {
        if (value == null || value.isNull() || value.isMissingNode()) return "";
        if (value.isArray()) return value.valueStream().map(Warning::words).collect(Collectors.joining(", "));
        if (value.path("parent").isObject())
            return Stream.of(value.get("parent"), value.path("child"))
                    .map(Warning::words)
                    .filter(word -> !word.isEmpty())
                    .collect(Collectors.joining(" / "));
        for (var name : new String[] {"displayName", "name", "username", "value", "key", "urn"})
            if (value.hasNonNull(name)) return value.get(name).asText();
        return value.isTextual() ? value.asText() : value.toString();
    }

    private static String cut(String text) {
        return text.length() <= SHOWN
                ? text
                : "%s… (%d characters)".formatted(text.substring(0, SHOWN / 2), text.length());
    }
}
