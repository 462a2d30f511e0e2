package dev.drawbridge.rules;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A limit that a rule sets for itself: {@code // drawbridge: timeLimit 30 s} in a line of its own. */
final class TimeLimit {
    private static final Pattern LINE = Pattern.compile("(?m)^\\s*//\\s*drawbridge:\\s*timeLimit\\b[ \\t]*(.*)$");
    private static final Pattern VALUE = Pattern.compile("(\\d{1,6}) ?(ms|s|min)\\s*");
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private TimeLimit() {}

    /** The limit that stands in a rule; null when none does. */
    static @Nullable Duration in(RuleSource rule) {
        var line = LINE.matcher(rule.text());
        if (!line.find()) return null;
        var value = VALUE.matcher(line.group(1));
        if (!value.matches()) throw bad(rule, line.start());
        var amount = Long.parseLong(value.group(1));
        var limit =
                switch (value.group(2)) {
                    case "ms" -> Duration.ofMillis(amount);
                    case "s" -> Duration.ofSeconds(amount);
                    default -> Duration.ofMinutes(amount);
                };
        if (limit.isZero() || limit.compareTo(LONGEST) > 0) throw bad(rule, line.start());
        return limit;
    }

    private static RuleBroken bad(RuleSource rule, int at) {
        var line = (int) rule.text().substring(0, at).lines().count() + 1;
        return new RuleBroken(
                rule, line, null, "the time limit must be like '30 s', with ms, s or min, and at most 10 min", null);
    }
}
