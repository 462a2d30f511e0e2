package dev.drawbridge.sandbox;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What this Jira was asked, in the order of the answers. */
public final class Calls {
    /**
     * One call. {@code path} is without the context path, {@code status} 0 means that the connection was cut.
     *
     * @param kind method and path with names in the place of ids and keys
     * @param user null for nobody
     */
    public record Recorded(
            String kind,
            String method,
            String path,
            @Nullable String query,
            int status,
            @Nullable String user,
            Instant at) {}

    private final ConcurrentLinkedQueue<Recorded> all = new ConcurrentLinkedQueue<>();

    void add(Recorded call) {
        all.add(call);
    }

    /** All calls since the start or the last reset. */
    public List<Recorded> all() {
        return List.copyOf(all);
    }

    /** How many calls had this method and a path that matches as a whole. */
    public long count(String method, String pathRegex) {
        return all.stream()
                .filter(call -> call.method().equals(method) && call.path().matches(pathRegex))
                .count();
    }

    /** How many calls there were. */
    public int count() {
        return all.size();
    }

    /** How many calls there were of each kind, such as {@code GET /rest/api/2/issue/{issue}/comment}. */
    public Map<String, Long> byKind() {
        return all.stream().collect(Collectors.groupingBy(Recorded::kind, TreeMap::new, Collectors.counting()));
    }

    /** Forgets what was recorded so far. */
    public void reset() {
        all.clear();
    }
}
