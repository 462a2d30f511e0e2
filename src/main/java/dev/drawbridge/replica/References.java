package dev.drawbridge.replica;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Attachments that wiki markup names: {@code !pic.png|thumbnail!} and {@code [the plan|^plan.pdf]}. */
public final class References {
    private static final Pattern VERBATIM =
            Pattern.compile("\\{(code|noformat)(?::[^}\\n]*)?}.*?\\{\\1}", Pattern.DOTALL);
    private static final Pattern REFERENCE = Pattern.compile(
            "(\\[(?:[^\\[\\]\\n|]*\\|)?\\^)([^\\]\\n|]+)(?=])|(?<![\\w\\\\])(!)([^!\\s|][^!\\n|]*)(?=!|\\|[^!\\n]*!)");

    private References() {}

    /**
     * The text with attachments under their other names. What stands between {@code {code}} and the like stays as it is.
     *
     * @param names file name to the one that takes its place
     */
    public static String renamed(String text, Map<String, String> names) {
        if (names.isEmpty() || names.keySet().stream().noneMatch(text::contains)) return text;
        var result = new StringBuilder();
        var rest = 0;
        var verbatim = VERBATIM.matcher(text);
        while (verbatim.find()) {
            result.append(shown(text.substring(rest, verbatim.start()), names)).append(verbatim.group());
            rest = verbatim.end();
        }
        return result.append(shown(text.substring(rest), names)).toString();
    }

    private static String shown(String text, Map<String, String> names) {
        return REFERENCE.matcher(text).replaceAll(found -> {
            var link = found.group(1) != null;
            var name = link ? found.group(2) : found.group(4);
            return Matcher.quoteReplacement((link ? found.group(1) : found.group(3)) + names.getOrDefault(name, name));
        });
    }
}
