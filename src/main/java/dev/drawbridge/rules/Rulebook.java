package dev.drawbridge.rules;

import groovy.lang.Script;

/**
 * The two compiled rules of a connection.
 *
 * @param version short hash of all that they consist of: what an event names as the rule that made it
 * @param users who of the partner's people is who here
 */
record Rulebook(String version, Rule outgoing, Rule incoming, UserTable users) {

    /** @param file as administrators know it, below the rules folder */
    record Rule(String file, Class<? extends Script> script) {}
}
