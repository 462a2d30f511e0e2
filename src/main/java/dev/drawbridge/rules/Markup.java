package dev.drawbridge.rules;

import java.util.regex.Pattern;

/** Makes wiki markup of the partner harmless without changing how it reads. */
final class Markup {
    private static final Pattern MACRO =
            Pattern.compile("\\{(?=(?:html|include|html-include|iframe|script|portlet)\\b)");
    private static final Pattern IMAGE = Pattern.compile("!((?:https?:)?//[^!\\s|]+)(?:\\|[^!]*)?!");
    private static final Pattern SCHEME =
            Pattern.compile("\\b(?:javascript|data|vbscript|file):(?=\\S)", Pattern.CASE_INSENSITIVE);
    private static final Pattern CONTROL =
            Pattern.compile("[\\p{Cntrl}&&[^\\r\\n\\t]]|[\\u202A-\\u202E\\u2066-\\u2069]");

    private Markup() {}

    static String safe(String text) {
        var result = CONTROL.matcher(text).replaceAll("");
        result = MACRO.matcher(result).replaceAll("\\\\{");
        result = IMAGE.matcher(result).replaceAll("[$1]");
        return SCHEME.matcher(result).replaceAll("");
    }
}
