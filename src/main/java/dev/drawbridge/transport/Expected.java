package dev.drawbridge.transport;

import java.util.Map;
import java.util.UUID;

/**
 * What a message on a connection must say.
 *
 * @param connection its id on the wire
 * @param to key id of the receiver, that is of our own key
 * @param keys the peer's raw signing keys by key id: one, or two while it changes them
 */
record Expected(UUID connection, String to, Map<String, String> keys) {}
