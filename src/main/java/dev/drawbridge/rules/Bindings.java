package dev.drawbridge.rules;

import dev.drawbridge.connection.Connection;
import dev.drawbridge.jira.Directory;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The names that both rules of a connection find when they run. */
final class Bindings {
    private static final Logger LOG = LoggerFactory.getLogger("drawbridge.rules");

    private Bindings() {}

    static Map<String, @Nullable Object> of(Connection connection, Directory directory, People people, Missed missed) {
        var bindings = new HashMap<String, @Nullable Object>();
        var facts = Map.of(
                "name",
                connection.name(),
                "incomingProject",
                connection.incomingProject(),
                "remoteInstance",
                Map.of("name", connection.remoteShort()));
        bindings.put("connection", facts);
        bindings.put("relation", facts);
        bindings.put("nodeHelper", new NodeHelper(directory, connection.incomingProject(), people, missed));
        bindings.put("log", LOG);
        return bindings;
    }
}
