package dev.drawbridge.rules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.jira.Directory;
import dev.drawbridge.jira.RuleCalls;
import dev.drawbridge.twin.Twinned;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What all rules of a node can ask.
 *
 * @param directory the local Jira
 * @param twinned which local issue is the twin of which remote one
 * @param jiraUrl base URL of the local Jira
 * @param calls how rules call it by themselves
 * @param hosts how rules of a connection call what is not the local Jira
 */
record Surroundings(Directory directory, Twinned twinned, String jiraUrl, Calls calls, Function<UUID, Web> hosts) {

    /** How rules call the local Jira by themselves. */
    @FunctionalInterface
    interface Calls {
        /** @param path begins after Jira's base URL */
        RuleCalls.Reply make(String method, String path, @Nullable JsonNode body);
    }

    /** How rules call other hosts, as far as an administrator allows it. */
    @FunctionalInterface
    interface Web {
        /**
         * Calls one URL.
         *
         * @param body JSON, or null for none
         * @throws com.exalate.api.exception.IssueTrackerException when that host may not be called
         */
        RuleCalls.Reply ask(String method, String url, Map<String, String> headers, @Nullable String body);
    }
}
