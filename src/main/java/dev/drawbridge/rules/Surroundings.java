package dev.drawbridge.rules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.jira.Directory;
import dev.drawbridge.jira.RuleCalls;
import dev.drawbridge.twin.Twinned;
import org.jspecify.annotations.Nullable;

/**
 * What all rules of a node can ask.
 *
 * @param directory the local Jira
 * @param twinned which local issue is the twin of which remote one
 * @param jiraUrl base URL of the local Jira
 * @param calls how rules call it by themselves
 */
record Surroundings(Directory directory, Twinned twinned, String jiraUrl, Calls calls) {

    /** How rules call the local Jira by themselves. */
    @FunctionalInterface
    interface Calls {
        /** @param path begins after Jira's base URL */
        RuleCalls.Reply make(String method, String path, @Nullable JsonNode body);
    }
}
