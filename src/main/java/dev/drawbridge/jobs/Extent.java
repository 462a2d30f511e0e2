package dev.drawbridge.jobs;

import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.queue.Traffic;
import dev.drawbridge.twin.Twins;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How much a clean-up would concern, before anybody orders it. Nothing is changed. */
@Component
public class Extent {
    private final Twins twins;
    private final Connections connections;
    private final Traffic traffic;

    Extent(Twins twins, Connections connections, Traffic traffic) {
        this.twins = twins;
        this.connections = connections;
        this.traffic = traffic;
    }

    /**
     * What of one connection it would concern.
     *
     * @param twins pairs that are or ever were under sync
     * @param underSync those of them that are, and that the mapping names
     * @param messages events that are kept, in both directions
     */
    public record Share(String connection, long twins, long underSync, long messages) {}

    public List<Share> ofConnection(Connection connection) {
        return List.of(share(connection, twins.pairsOf(connection.id()), traffic.kept(connection.id())));
    }

    /** Of an issue in all connections, by the key that it has or had last. */
    public List<Share> ofIssue(String key) {
        var all = twins.pairsOf(key).stream().collect(Collectors.groupingBy(Twins.Pair::connection));
        return connections.all().stream()
                .filter(connection -> all.containsKey(connection.id()))
                .map(connection -> {
                    var pairs = Objects.requireNonNull(all.get(connection.id()));
                    return share(connection, pairs, traffic.kept(connection.id(), ids(pairs)));
                })
                .toList();
    }

    public List<Share> ofNode() {
        return connections.all().stream()
                .flatMap(connection -> ofConnection(connection).stream())
                .toList();
    }

    /** The pairs that are under sync now, as a file that bulk connect takes back. */
    public String mapping(Connection connection, @Nullable String issue) {
        return PairFile.text((issue == null ? twins.pairsOf(connection.id()) : twins.pairsOf(issue))
                .stream()
                        .filter(pair -> pair.connection().equals(connection.id()))
                        .filter(Extent::isMapped)
                        .map(pair -> new PairFile.Pair(
                                0, Objects.requireNonNull(pair.localKey()), Objects.requireNonNull(pair.remoteKey())))
                        .toList());
    }

    static boolean isMapped(Twins.Pair pair) {
        return pair.active() && pair.localKey() != null && pair.remoteKey() != null;
    }

    private static Share share(Connection connection, List<Twins.Pair> pairs, long messages) {
        return new Share(
                connection.name(),
                pairs.size(),
                pairs.stream().filter(Extent::isMapped).count(),
                messages);
    }

    private static List<UUID> ids(List<Twins.Pair> pairs) {
        return pairs.stream().map(Twins.Pair::twin).toList();
    }
}
