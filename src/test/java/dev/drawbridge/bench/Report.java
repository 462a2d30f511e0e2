package dev.drawbridge.bench;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The table, and the same as JSON: {@code {"seed", "quick", "figures": [{"what", "value", "unit", "limit", "isLower",
 * "met", "note"}]}}; {@code limit} and {@code met} are null where nothing is promised.
 */
final class Report {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private record Figure(
            String what, double value, String unit, @Nullable Double limit, boolean isLower, String note) {
        @Nullable
        Boolean met() {
            if (limit == null) return null;
            return isLower ? value <= limit : value >= limit;
        }
    }

    private final List<Figure> figures = new ArrayList<>();

    void add(String what, double value, String unit, String note) {
        figures.add(new Figure(what, value, unit, null, true, note));
    }

    void atMost(double limit, String what, double value, String unit, String note) {
        figures.add(new Figure(what, value, unit, limit, true, note));
    }

    void atLeast(double limit, String what, double value, String unit, String note) {
        figures.add(new Figure(what, value, unit, limit, false, note));
    }

    String table() {
        var text = new StringBuilder("%-52s %10s  %-9s %-9s %s%n".formatted("what", "value", "unit", "wanted", ""));
        for (var figure : figures) {
            var wanted = figure.limit() == null
                    ? ""
                    : (figure.isLower() ? "≤ " : "≥ ")
                            + number(figure.limit())
                            + (Boolean.TRUE.equals(figure.met()) ? "" : " MISSED");
            text.append("%-52s %10s  %-9s %-9s %s%n"
                    .formatted(figure.what(), number(figure.value()), figure.unit(), wanted, figure.note()));
        }
        return text.toString();
    }

    void write(Path file, long seed, boolean quick) throws IOException {
        var root = JSON.createObjectNode().put("seed", seed).put("quick", quick);
        var list = root.putArray("figures");
        figures.forEach(figure -> list.add(json(figure)));
        Files.writeString(file, JSON.writeValueAsString(root) + "\n");
    }

    private static ObjectNode json(Figure figure) {
        return JSON.createObjectNode()
                .put("what", figure.what())
                .put("value", figure.value())
                .put("unit", figure.unit())
                .put("limit", figure.limit())
                .put("isLower", figure.isLower())
                .put("met", figure.met())
                .put("note", figure.note());
    }

    private static String number(double value) {
        return value >= 100 ? "%.0f".formatted(value) : String.format(Locale.ROOT, "%.2f", value);
    }
}
