package dev.drawbridge.rules;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The text of one Groovy file.
 *
 * @param file as administrators know it, below the rules folder
 * @param path what it compiles to: folders are packages, the last part is the class
 * @param text what is in it
 */
record RuleSource(String file, String path, String text) {
    private static final Pattern BREAK = Pattern.compile("\\R");

    /** A rule, as opposed to an external script. */
    static RuleSource rule(String file, String text) {
        var name = file.substring(file.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9]", "_");
        return new RuleSource(file, "rule_" + name, text);
    }

    String className() {
        return path.replace('/', '.');
    }

    /** Whether a class is named in it, by the last part of its name. */
    boolean names(String otherClass) {
        var simple = otherClass.substring(otherClass.lastIndexOf('.') + 1);
        return Pattern.compile("\\b" + Pattern.quote(simple) + "\\b")
                .matcher(text)
                .find();
    }

    /** The text of a line; null where there is none. */
    @Nullable
    String line(@Nullable Integer number) {
        if (number == null || number < 1) return null;
        var lines = BREAK.split(text, -1);
        if (number > lines.length) return null;
        var line = lines[number - 1].strip();
        return line.isEmpty() ? null : line.length() <= 120 ? line : line.substring(0, 119) + "…";
    }
}
