package dev.drawbridge.transport;

import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What a message on a connection must say.
 *
 * @param connection its id on the wire
 * @param to key ids of the receiver, that is of our own keys: one, or two while we change them
 * @param keys the peer's raw signing keys by key id: one, or two while it changes them
 */
record Expected(UUID connection, Set<String> to, Map<String, String> keys) {}
