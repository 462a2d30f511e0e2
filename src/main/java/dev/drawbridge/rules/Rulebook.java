package dev.drawbridge.rules;

import dev.drawbridge.rules.guard.RuleLoader;
import groovy.lang.Script;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The two compiled rules of a connection.
 *
 * @param version short hash of all that they consist of: what an event names as the rule that made it
 * @param users who of the partner's people is who here
 */
record Rulebook(String version, Rule outgoing, Rule incoming, UserTable users) {

    /** It is not used any more: its classes may go. A run that is still under way ends as it began. */
    void retire() {
        for (var rule : List.of(outgoing, incoming))
            if (rule.script().getClassLoader() instanceof RuleLoader loader) loader.forget();
    }

    /**
     * One of them.
     *
     * @param file as administrators know it, below the rules folder
     * @param sources every text that it was compiled with, by the name of the class
     * @param timeLimit its own limit; null for the node's
     */
    record Rule(
            String file,
            Class<? extends Script> script,
            Map<String, RuleSource> sources,
            @Nullable Duration timeLimit) {

        /** Whether that stands in the rule or in one of its external scripts. */
        boolean mentions(Pattern words) {
            return sources.values().stream()
                    .anyMatch(source -> words.matcher(source.text()).find());
        }

        /** Where on a stack the rule or one of its external scripts was last; null when it was in neither. */
        @Nullable
        Place place(StackTraceElement[] trace) {
            for (var frame : trace) {
                var place = place(frame.getClassName(), frame.getLineNumber());
                if (place != null) return place;
            }
            return null;
        }

        /** Whether a frame of a stack is in the rule or in one of its external scripts; null when it is in neither. */
        @Nullable
        Place place(String className, int line) {
            if (line < 1) return null;
            var inner = className.indexOf('$');
            var source = sources.get(inner < 0 ? className : className.substring(0, inner));
            return source == null ? null : new Place(source, line);
        }
    }

    /** A line of a text. */
    record Place(RuleSource source, int line) {}
}
