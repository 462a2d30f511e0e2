package dev.drawbridge.rules.guard;

import groovy.lang.Closure;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.codehaus.groovy.runtime.InvokerHelper;
import org.codehaus.groovy.runtime.StringGroovyMethods;
import org.jspecify.annotations.Nullable;

/** Searches with regular expressions that end when the run of the rule ends. */
final class Patterns {
    /** Methods of a text that take a regular expression. */
    private static final Set<String> SEARCHES = Set.of(
            "matches", "find", "findAll", "eachMatch", "replaceAll", "replaceFirst", "split", "splitEachLine", "minus");

    private Patterns() {}

    /** A pattern, or its text. */
    static Pattern pattern(@Nullable Object regex) {
        return regex instanceof Pattern pattern ? pattern : Pattern.compile(String.valueOf(regex));
    }

    static Matcher matcher(Object regex, Object text) {
        return pattern(regex).matcher(WatchedText.of(text));
    }

    /** Stands for a pattern where something is tested against it: {@code case ~/x/}, {@code in ~/x/}, {@code grep(~/x/)}. */
    static @Nullable Object test(@Nullable Object value) {
        return value instanceof Pattern pattern ? new Test(pattern) : value;
    }

    /** Called by Groovy. */
    record Test(Pattern pattern) {
        public boolean isCase(@Nullable Object value) {
            return value != null && matcher(pattern, value).matches();
        }
    }

    /** What a method of a text, a pattern or a matcher gives; null when it is none that searches. */
    static @Nullable Result search(Object receiver, String name, @Nullable Object[] given) {
        if (receiver instanceof CharSequence text) return ofText(text.toString(), name, given);
        if (receiver instanceof Pattern pattern) return ofPattern(pattern, name, given);
        if (receiver instanceof Matcher matcher && name.equals("reset") && given.length == 1)
            return new Result(matcher.reset(WatchedText.of(String.valueOf(given[0]))));
        return null;
    }

    /** @param value what the method returned */
    record Result(@Nullable Object value) {}

    private static @Nullable Result ofPattern(Pattern pattern, String name, @Nullable Object[] given) {
        if (given.length == 0) {
            if (name.equals("asPredicate"))
                return new Result((java.util.function.Predicate<String>)
                        text -> matcher(pattern, text).find());
            if (name.equals("asMatchPredicate"))
                return new Result((java.util.function.Predicate<String>)
                        text -> matcher(pattern, text).matches());
            return null;
        }
        if (given[0] == null) return null;
        var text = WatchedText.of(given[0]);
        return switch (name) {
            case "matcher" -> new Result(pattern.matcher(text));
            case "split" -> new Result(pattern.split(text, given.length > 1 ? number(given[1]) : 0));
            case "splitAsStream" -> new Result(pattern.splitAsStream(text));
            case "isCase" -> new Result(pattern.matcher(text).matches());
            default -> null;
        };
    }

    private static @Nullable Result ofText(String text, String name, @Nullable Object[] given) {
        if (!SEARCHES.contains(name) || given.length == 0) return null;
        if (!(given[0] instanceof Pattern) && (name.equals("minus") || !(given[0] instanceof CharSequence)))
            return null;
        var second = given.length > 1 ? given[1] : null;
        var matcher = matcher(given[0], text);
        return switch (name) {
            case "matches" -> new Result(matcher.matches());
            case "find" -> new Result(found(matcher, second));
            case "findAll" -> new Result(all(matcher, second));
            case "eachMatch" -> {
                all(matcher, second);
                yield new Result(text);
            }
            case "replaceAll" ->
                new Result(
                        second instanceof Closure<?> made
                                ? matcher.replaceAll(hit -> made(matcher, made))
                                : matcher.replaceAll(String.valueOf(second)));
            case "replaceFirst" ->
                new Result(
                        second instanceof Closure<?> made
                                ? matcher.replaceFirst(hit -> made(matcher, made))
                                : matcher.replaceFirst(String.valueOf(second)));
            case "split" ->
                new Result(pattern(given[0]).split(WatchedText.of(text), second == null ? 0 : number(second)));
            case "splitEachLine" -> new Result(lines(text, pattern(given[0]), second));
            case "minus" -> new Result(matcher.replaceFirst(""));
            default -> null;
        };
    }

    private static @Nullable Object found(Matcher matcher, @Nullable Object then) {
        if (!matcher.find()) return then == null ? null : "";
        return then instanceof Closure<?> made ? call(made, matcher) : matcher.group();
    }

    private static List<@Nullable Object> all(Matcher matcher, @Nullable Object then) {
        var all = new ArrayList<@Nullable Object>();
        while (matcher.find()) all.add(then instanceof Closure<?> made ? call(made, matcher) : matcher.group());
        return all;
    }

    private static String made(Matcher matcher, Closure<?> made) {
        return Matcher.quoteReplacement(String.valueOf(call(made, matcher)));
    }

    /** A closure gets the whole match, or the match and its groups when the pattern has some. */
    private static @Nullable Object call(Closure<?> made, Matcher matcher) {
        if (matcher.groupCount() == 0) return made.call(matcher.group());
        var groups = new ArrayList<@Nullable Object>();
        for (var group = 0; group <= matcher.groupCount(); group++) groups.add(matcher.group(group));
        return made.getMaximumNumberOfParameters() > 1 ? made.call(groups.toArray()) : made.call(groups);
    }

    private static @Nullable Object lines(String text, Pattern pattern, @Nullable Object then) {
        Object result = null;
        for (var line : StringGroovyMethods.readLines(text))
            if (then instanceof Closure<?> made) result = made.call(List.of(pattern.split(WatchedText.of(line))));
        return result;
    }

    private static int number(@Nullable Object number) {
        return number instanceof Number value
                ? value.intValue()
                : ((Number) InvokerHelper.invokeMethod(number, "toInteger", new Object[0])).intValue();
    }
}
