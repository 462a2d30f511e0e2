package dev.drawbridge.rules;

import dev.drawbridge.jira.Directory;
import dev.drawbridge.twin.Twinned;

/**
 * What all rules of a node can ask.
 *
 * @param directory the local Jira
 * @param twinned which local issue is the twin of which remote one
 * @param jiraUrl base URL of the local Jira
 */
record Surroundings(Directory directory, Twinned twinned, String jiraUrl) {}
