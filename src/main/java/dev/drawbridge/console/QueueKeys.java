package dev.drawbridge.console;

import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.twin.Twin;
import dev.drawbridge.twin.Twins;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** By what people narrow a queue: a connection and the keys of issues. */
@Component
class QueueKeys {
    private final Connections connections;
    private final Twins twins;

    QueueKeys(Connections connections, Twins twins) {
        this.connections = connections;
        this.twins = twins;
    }

    /** Null for null. */
    @Nullable
    UUID connection(@Nullable String name) {
        if (name == null) return null;
        return connections
                .named(name)
                .map(Connection::id)
                .orElseThrow(() -> new NoSuchElementException("There is no connection '" + name + "'."));
    }

    /** Twins and tombstones by the keys of their issues; null when neither is given. */
    @Nullable
    List<UUID> twins(@Nullable String local, @Nullable String remote) {
        if (local == null && remote == null) return null;
        var there = remote == null ? null : key(remote);
        var fitting = local != null ? twins.ofLocalKey(key(local)) : twins.ofRemoteKey(String.valueOf(there));
        return fitting.stream()
                .filter(twin -> there == null || there.equals(twin.remote().key()))
                .map(Twin::id)
                .toList();
    }

    private static String key(String typed) {
        return typed.strip().toUpperCase(Locale.ROOT);
    }
}
