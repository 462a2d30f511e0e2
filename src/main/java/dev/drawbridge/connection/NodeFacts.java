package dev.drawbridge.connection;

import java.util.function.Supplier;

/**
 * What this node says of itself when it makes a connection.
 *
 * @param name asked anew each time: an administrator may change it
 */
public record NodeFacts(String nodeId, Supplier<String> name, String version, String jiraUrl) {
    /** By which name the node's name is kept where an administrator has changed it. */
    public static final String NAME = "name";

    public String nodeName() {
        return name.get();
    }
}
