package dev.drawbridge.queue;

/** The name under which this process holds leases; another one after every start. */
public record Worker(String name) {}
