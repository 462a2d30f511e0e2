package dev.drawbridge.twin;

import dev.drawbridge.connection.Connection;
import org.jspecify.annotations.Nullable;

/** What a partner says of its issue, as far as it may be believed: it becomes part of links and of our records. */
final class Claims {
    private static final int LONGEST = 255;

    private Claims() {}

    /** Only what Jira makes counts as a key. */
    static @Nullable String key(@Nullable String said) {
        return said != null && said.length() <= LONGEST && said.matches("[A-Z][A-Z0-9_]+-[1-9][0-9]{0,18}")
                ? said
                : null;
    }

    /** Below the address that the partner declared at the handshake; null when it declared none. */
    static @Nullable String link(Connection connection, @Nullable String key) {
        var base = connection.remoteJiraUrl();
        return key == null || base == null || base.isEmpty() ? null : base.replaceAll("/+$", "") + "/browse/" + key;
    }

    /** {@code <node>:<kind>:<id>}, given where the thing was made. */
    static @Nullable String gid(@Nullable String said) {
        return said != null && said.length() <= LONGEST && said.matches("[\\w.-]+:[a-z]+:[\\w-]{1,64}") ? said : null;
    }

    /** The part of a gid that is the id in the partner's Jira. */
    static @Nullable String id(@Nullable String gid) {
        return gid == null ? null : gid.substring(gid.lastIndexOf(':') + 1);
    }

    /** The part of a gid that names the node. */
    static String node(@Nullable String gid) {
        return gid == null ? "" : gid.substring(0, gid.indexOf(':'));
    }

    static String cut(String said, int length) {
        return said.length() > length ? said.substring(0, length) : said;
    }
}
