package dev.drawbridge.rules;

import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The line above a copy that names who wrote it: as plain text, since it is the partner's data. */
final class AuthorLine {
    private static final Pattern WIKI = Pattern.compile("[\\\\{}\\[\\]!*|]");
    private static final Pattern ADDRESS = Pattern.compile("(\\S+)@\\S+");

    private final String header;

    /** @param header with {@code {name}} where the name belongs */
    AuthorLine(String header) {
        this.header = header;
    }

    String above(@Nullable Object author, @Nullable Object text) {
        return header.replace("{name}", WIKI.matcher(name(author)).replaceAll("\\\\$0")) + "\n"
                + (text == null ? "" : text);
    }

    private static String name(@Nullable Object author) {
        var name = author instanceof Map<?, ?> person ? person.get("displayName") : null;
        return name == null
                ? "Somebody"
                : ADDRESS.matcher(Clean.line(name.toString())).replaceAll("$1");
    }
}
