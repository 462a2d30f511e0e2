package dev.drawbridge.rules;

import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The line above a copy that names who wrote it: as plain text, since it is the partner's data. */
final class AuthorLine {
    private static final Pattern WIKI = Pattern.compile("[\\\\{}\\[\\]!*|]");
    private static final Pattern ADDRESS = Pattern.compile("(\\S+)@\\S+");

    private static final String PASSED_ON = "gid";

    private final String header;

    /** @param header with {@code {name}} where the name belongs */
    AuthorLine(String header) {
        this.header = header;
    }

    /** Of a copy that the partner has of somebody else's words it says in its text already whose they are. */
    String above(Map<String, @Nullable Object> theirs, String text) {
        return theirs.get(PASSED_ON) != null
                ? String.valueOf(Objects.requireNonNullElse(theirs.get(text), ""))
                : above(theirs.get("author"), theirs.get(text));
    }

    private String above(@Nullable Object author, @Nullable Object text) {
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
