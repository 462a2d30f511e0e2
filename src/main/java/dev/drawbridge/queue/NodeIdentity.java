package dev.drawbridge.queue;

/**
 * Who this node is.
 *
 * @param nodeId random, made at the first start, kept in the data
 * @param epoch which life of the store this is
 */
public record NodeIdentity(String nodeId, String epoch) {}
