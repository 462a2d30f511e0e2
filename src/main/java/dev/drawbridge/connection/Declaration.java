package dev.drawbridge.connection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * Where one side of a connection stands: the whole of it, so that the newest counts.
 *
 * @param term of the winner in force; null from a node that does not know of it
 * @param proposes whether it wants the other one to win
 * @param keys its newest; null when there are none or they are none
 * @param knownKey id of the receiver's newest signing key that it has
 */
public record Declaration(
        boolean paused,
        @Nullable Integer term,
        boolean proposes,
        @Nullable PublicKeys keys,
        @Nullable String knownKey) {

    /** What this side says. */
    public static Declaration of(Connection connection) {
        var theirs = connection.peerKeys();
        return new Declaration(
                // Of a local connection both sides rest at the same moment.
                connection.state() == ConnectionState.DEACTIVATED && !connection.isLocal(),
                connection.agreement().term(),
                connection.agreement().isProposedHere(),
                connection.ourNewestKeys(),
                theirs == null ? null : theirs.keyId());
    }

    /** What a peer says; what cannot be read is as if it had not been said. */
    public static Declaration read(JsonNode details) {
        var agreement = details.path("agreement");
        return new Declaration(
                details.path("paused").asBoolean(false),
                agreement.path("term").isInt() ? agreement.path("term").asInt() : null,
                agreement.path("proposes").asBoolean(false),
                keys(details.path("keys")),
                details.path("knownKey").isTextual() ? details.path("knownKey").asText() : null);
    }

    private static @Nullable PublicKeys keys(JsonNode said) {
        try {
            return said.isObject()
                    ? new PublicKeys(
                            said.path("signing").asText(), said.path("sealing").asText())
                    : null;
        } catch (IllegalArgumentException none) {
            return null;
        }
    }

    public ObjectNode json() {
        var json = JsonNodeFactory.instance.objectNode().put("paused", paused);
        if (term != null) json.putObject("agreement").put("term", term).put("proposes", proposes);
        if (keys != null) json.putObject("keys").put("signing", keys.signing()).put("sealing", keys.sealing());
        return knownKey == null ? json : json.put("knownKey", knownKey);
    }
}
