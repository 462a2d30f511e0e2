package dev.drawbridge.connection;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The name of a connection on this side; also the name of its rules folder, so it is safe as a folder name. */
public record ConnectionName(String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9 ._-]{0,62}[A-Za-z0-9_-])?");
    private static final Set<String> TAKEN = Set.of("default", "lib", "examples");

    public ConnectionName {
        if (!FORM.matcher(value).matches())
            throw new IllegalArgumentException(
                    ("Not a connection name: '%s'. Use 1 to 64 letters, digits, blanks, dots, hyphens and underscores;"
                                    + " begin with a letter or digit and do not end with a blank or dot.")
                            .formatted(value));
        if (TAKEN.contains(value.toLowerCase(Locale.ROOT)))
            throw new IllegalArgumentException("'%s' is a name that Drawbridge uses itself.".formatted(value));
    }

    /** Names are unique without regard to case: this is what is compared. */
    public String key() {
        return value.toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return value;
    }
}
