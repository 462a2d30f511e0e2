package dev.drawbridge.transport;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The header fields of a message as they came: names without regard to case, each value a line of its own. */
record Fields(Map<String, List<String>> lines) {
    static final Fields NONE = new Fields(Map.of());

    Fields {
        Map<String, List<String>> lower = new LinkedHashMap<>();
        lines.forEach(
                (name, values) -> lower.computeIfAbsent(name.toLowerCase(Locale.ROOT), unused -> new ArrayList<>())
                        .addAll(values));
        lower.replaceAll((name, values) -> List.copyOf(values));
        lines = Map.copyOf(lower);
    }

    /** The same fields and one more line. */
    Fields with(String name, String value) {
        Map<String, List<String>> more = new LinkedHashMap<>(lines);
        more.merge(name.toLowerCase(Locale.ROOT), List.of(value), (before, added) -> {
            List<String> both = new ArrayList<>(before);
            both.addAll(added);
            return both;
        });
        return new Fields(more);
    }

    Fields with(Map<String, String> more) {
        Fields result = this;
        for (Map.Entry<String, String> line : more.entrySet()) {
            result = result.with(line.getKey(), line.getValue());
        }
        return result;
    }

    /** How many lines a field has. */
    int count(String name) {
        return lines.getOrDefault(name, List.of()).size();
    }

    /** The value of a field that is there exactly once. */
    Optional<String> only(String name) {
        List<String> values = lines.getOrDefault(name, List.of());
        return values.size() == 1 ? Optional.of(values.get(0).strip()) : Optional.empty();
    }
}
