package dev.drawbridge.rules;

import groovy.lang.Script;

/**
 * The two compiled rules of a connection.
 *
 * @param version short hash of their texts: what an event names as the rule that made it
 */
record Rulebook(String version, Rule outgoing, Rule incoming) {

    /** @param file as administrators know it, below the rules folder */
    record Rule(String file, Class<? extends Script> script) {}
}
