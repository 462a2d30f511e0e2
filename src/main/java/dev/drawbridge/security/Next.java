package dev.drawbridge.security;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where to go after a log-in: a page of this node, whatever somebody wrote into the link. */
final class Next {
    private static final Pattern HERE = Pattern.compile("/(?![/\\\\])[^\\p{Cntrl}\\\\]*");

    private Next() {}

    static String page(@Nullable String asked) {
        return asked != null && HERE.matcher(asked).matches() && !asked.startsWith("/login") ? asked : "/";
    }
}
