package dev.drawbridge.connection;

/** What this node says of itself when it makes a connection. */
public record NodeFacts(String nodeId, String nodeName, String version, String jiraUrl) {}
