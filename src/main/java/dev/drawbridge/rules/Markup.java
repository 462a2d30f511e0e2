package dev.drawbridge.rules;

import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Makes wiki markup of the partner harmless without changing how it reads. */
final class Markup {
    private static final Pattern VERBATIM = Pattern.compile("\\{(code|noformat)(?::[^}\\n]*)?}");
    private static final Pattern MACRO = Pattern.compile(
            "\\{(?=(?:html|include|html-include|include-page|excerpt-include|iframe|script|javascript|style|portlet"
                    + "|gadget|jiraportlet|widget|rss|run|sql|sql-query|groovy|beanshell|velocity)\\b)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern IMAGE =
            Pattern.compile("!((?:[A-Za-z][A-Za-z0-9+.-]*:|//)[^!\\s|]+)(?:\\|[^!\\n]*)?!");
    private static final Pattern LINK = Pattern.compile("\\[([^\\]\\[\\n]*)]");
    private static final Pattern SCHEME = Pattern.compile("\\s*([A-Za-z][A-Za-z0-9+.-]*)\\s*:.*", Pattern.DOTALL);
    private static final Set<String> SCHEMES = Set.of("http", "https", "ftp", "mailto");

    private Markup() {}

    /** The text with macros that run or include escaped, external images as links, and links by other schemes as text. */
    static String safe(String text) {
        var result = new StringBuilder();
        var rest = 0;
        var opener = VERBATIM.matcher(text);
        while (opener.find(rest)) {
            var close = text.indexOf("{" + opener.group(1) + "}", opener.end());
            var end = close < 0 ? opener.end() : close + opener.group(1).length() + 2;
            result.append(shown(text.substring(rest, opener.start())));
            // Without an end Jira shows no block: what follows is ordinary text.
            result.append(text, opener.start(), end);
            rest = end;
        }
        return result.append(shown(text.substring(rest))).toString();
    }

    private static String shown(String text) {
        var result = unescaped(MACRO, text, found -> "\\" + found.group());
        result = unescaped(IMAGE, result, Markup::image);
        return unescaped(LINK, result, Markup::link);
    }

    private static String image(MatchResult image) {
        var target = image.group(1);
        return target.startsWith("//") || allowed(target) ? "[" + target + "]" : "\\!" + target + "!";
    }

    private static String link(MatchResult link) {
        var inside = link.group(1);
        var bar = inside.lastIndexOf('|');
        if (allowed(inside.substring(bar + 1).strip())) return link.group();
        return bar < 0 ? "\\[" + inside + "]" : inside.substring(0, inside.indexOf('|'));
    }

    private static boolean allowed(String target) {
        var scheme = SCHEME.matcher(target);
        return !scheme.matches() || SCHEMES.contains(scheme.group(1).toLowerCase(Locale.ROOT));
    }

    /** Replaces what an odd number of backslashes before it does not already make plain text. */
    private static String unescaped(Pattern pattern, String text, Function<MatchResult, String> change) {
        var result = new StringBuilder();
        var found = pattern.matcher(text);
        while (found.find()) {
            var backslashes = 0;
            while (found.start() > backslashes && text.charAt(found.start() - backslashes - 1) == '\\') backslashes++;
            var now = backslashes % 2 == 0 ? change.apply(found.toMatchResult()) : found.group();
            found.appendReplacement(result, java.util.regex.Matcher.quoteReplacement(now));
        }
        return found.appendTail(result).toString();
    }
}
