package dev.drawbridge.rules;

import com.exalate.basic.domain.hubobject.v1.BasicHubCustomField;
import com.exalate.basic.domain.hubobject.v1.BasicHubIssue;
import com.exalate.basic.domain.hubobject.v1.HubCustomFields;
import com.exalate.basic.domain.hubobject.v1.HubObject;
import dev.drawbridge.replica.RuleLine;
import dev.drawbridge.replica.Warning;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Notes while a rule runs which line of it sets a field, so that who reads of a value that cannot be taken knows where it
 * comes from. What is added to a list in its place has no line.
 */
final class Origin implements BiConsumer<HubObject, String> {
    private static final StackWalker STACK = StackWalker.getInstance();
    private static final String RULE = "the incoming rule";
    private static final Map<String, String> SPELLINGS = Map.of("projectKey", "project", "typeName", "type");

    private final Rulebook.Rule rule;
    private final Map<HubObject, Map<String, Rulebook.Place>> set = new IdentityHashMap<>();

    Origin(Rulebook.Rule rule) {
        this.rule = rule;
    }

    @Override
    public void accept(HubObject thing, String key) {
        if (!(thing instanceof BasicHubIssue || thing instanceof BasicHubCustomField)) return;
        var place = STACK.walk(frames -> frames.map(frame -> rule.place(frame.getClassName(), frame.getLineNumber()))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null));
        if (place != null)
            set.computeIfAbsent(thing, first -> new HashMap<>()).put(SPELLINGS.getOrDefault(key, key), place);
    }

    /** The line that set each field last, by its neutral name. */
    Map<String, Rulebook.Place> of(BasicHubIssue issue) {
        var places = new HashMap<>(set.getOrDefault(issue, Map.of()));
        if (issue.used().get("customFields") instanceof HubCustomFields fields)
            fields.used().forEach((id, field) -> {
                var place = field instanceof HubObject known
                        ? set.getOrDefault(known, Map.of()).get("value")
                        : null;
                if (place != null) places.put("customFields." + id, place);
            });
        return places;
    }

    /** The same as others know them. */
    static Map<String, RuleLine> lines(Map<String, Rulebook.Place> places) {
        var lines = new HashMap<String, RuleLine>();
        places.forEach(
                (field, place) -> lines.put(field, new RuleLine(place.source().file(), place.line())));
        return lines;
    }

    /**
     * The warnings with the lines that they come from.
     *
     * @param lines neutral name of a field to file and line
     */
    static List<Warning> named(List<Warning> warnings, Map<String, RuleLine> lines) {
        return warnings.stream().map(warning -> named(warning, lines)).toList();
    }

    static Warning named(Warning warning, Map<String, RuleLine> lines) {
        var line = line(warning.field(), lines);
        if (line == null || line.equals(warning.at())) return warning;
        var remedy = warning.remedy();
        return new Warning(
                warning.field(),
                warning.value(),
                warning.reason(),
                remedy.contains(RULE)
                        ? remedy.replace(RULE, RULE + " (" + line.words() + ")")
                        : "%s It is set in %s.".formatted(remedy, line.words()),
                line);
    }

    private static @Nullable RuleLine line(String field, Map<String, RuleLine> lines) {
        return lines.get(field.startsWith("customFields.") ? field : field.replaceFirst("/.*", ""));
    }
}
