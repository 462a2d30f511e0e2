package dev.drawbridge.rules;

import dev.drawbridge.connection.Connection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What rules depend on of their connection.
 *
 * @param incomingProject key of the project in which issues of the partner are made
 * @param remoteJiraUrl base URL of the partner's Jira; null as long as it is unknown
 * @param commentHeader first line of a received comment, with {@code {name}} in it
 * @param markup safe or as-is
 */
record Terms(
        UUID id,
        String name,
        String incomingProject,
        String remoteShort,
        @Nullable String remoteJiraUrl,
        String commentHeader,
        String markup) {

    static Terms of(Connection connection) {
        return new Terms(
                connection.id(),
                connection.name(),
                connection.incomingProject(),
                connection.remoteShort(),
                connection.remoteJiraUrl(),
                connection.settings().commentHeader().replace("{instance}", connection.remoteShort()),
                connection.settings().markup());
    }
}
