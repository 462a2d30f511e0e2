package dev.drawbridge.rules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.replica.Canonical;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Where two JSON trees differ, a line for each place. */
final class Mismatch {
    private static final int LONGEST = 200;

    private Mismatch() {}

    static List<String> between(@Nullable JsonNode expected, @Nullable JsonNode actual) {
        var lines = new ArrayList<String>();
        compare("", expected, actual, lines);
        return lines;
    }

    private static void compare(
            String place, @Nullable JsonNode expected, @Nullable JsonNode actual, List<String> lines) {
        if (expected != null && actual != null && expected.isObject() && actual.isObject()) {
            var names = new TreeSet<String>();
            expected.fieldNames().forEachRemaining(names::add);
            actual.fieldNames().forEachRemaining(names::add);
            for (var name : names)
                compare(place.isEmpty() ? name : place + "." + name, expected.get(name), actual.get(name), lines);
        } else if (expected != null && actual != null && expected.isArray() && actual.isArray()) {
            for (var at = 0; at < Math.max(expected.size(), actual.size()); at++)
                compare(place + "[" + at + "]", expected.get(at), actual.get(at), lines);
        } else if (differ(expected, actual))
            lines.add("%s: expected %s, but it is %s".formatted(place, shown(expected), shown(actual)));
    }

    private static boolean differ(@Nullable JsonNode expected, @Nullable JsonNode actual) {
        return (expected == null) != (actual == null) || !Canonical.same(expected, actual);
    }

    private static String shown(@Nullable JsonNode value) {
        if (value == null) return "nothing";
        var text = value.toString();
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + " …";
    }
}
