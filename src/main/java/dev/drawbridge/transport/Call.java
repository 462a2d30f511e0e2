package dev.drawbridge.transport;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call as it is signed. Scheme, host and the path of the public URL are not part of it: a reverse proxy may end TLS and
 * change them.
 *
 * @param path below the public URL's path, undecoded, beginning with {@code /peer/}
 * @param query undecoded, beginning with {@code ?}; a question mark alone when there is none
 */
record Call(String method, String path, String query, Fields fields) implements Message {
    private static final String ROOT = "/peer/v";

    Call {
        if (!path.startsWith("/")) throw new IllegalArgumentException("Not a path: '" + path + "'");
        if (!query.startsWith("?")) throw new IllegalArgumentException("Not a query: '" + query + "'");
    }

    /**
     * @param rawPath as it stands in the request line, with whatever a proxy put before the path of the call
     * @param rawQuery without question mark, null when there is none
     */
    static Call of(String method, String rawPath, @Nullable String rawQuery, Fields fields) {
        int start = rawPath.indexOf(ROOT);
        String path = start < 0 ? rawPath : rawPath.substring(start);
        return new Call(
                method, path.startsWith("/") ? path : "/" + path, "?" + (rawQuery == null ? "" : rawQuery), fields);
    }

    Call with(Map<String, String> more) {
        return new Call(method, path, query, fields.with(more));
    }

    @Override
    public @Nullable String derived(String component) {
        return switch (component) {
            case "\"@method\"" -> method;
            case "\"@path\"" -> path;
            case "\"@query\"" -> query;
            default -> null;
        };
    }
}
