package dev.drawbridge.connection;

import java.util.regex.Pattern;

/** What one of the two instances is called within a connection. */
public record ShortName(String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{1,20}");

    public ShortName {
        if (!FORM.matcher(value).matches())
            throw new IllegalArgumentException(
                    "Not a short name: '%s'. Use 1 to 20 letters, digits, hyphens and underscores.".formatted(value));
    }

    @Override
    public String toString() {
        return value;
    }
}
