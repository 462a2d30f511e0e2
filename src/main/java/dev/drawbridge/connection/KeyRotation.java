package dev.drawbridge.connection;

import dev.drawbridge.secrets.Seal;
import java.security.SecureRandom;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Makes new keys for a connection. The partner hears of them under the old ones, and they are used once it has them. */
@Component
public class KeyRotation {
    private final Connections connections;
    private final Seal seal;
    private final SecureRandom chance;

    KeyRotation(Connections connections, Seal seal, SecureRandom chance) {
        this.connections = connections;
        this.seal = seal;
        this.chance = chance;
    }

    /** @throws IllegalStateException when there is no partner, or it has not taken earlier ones yet */
    public Connection begin(UUID connection) {
        return connections.announce(connection, KeyPairs.make(chance).seal(seal, connection));
    }
}
