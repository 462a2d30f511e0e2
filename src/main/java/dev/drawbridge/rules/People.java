package dev.drawbridge.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.jira.Directory;
import java.util.List;
import java.util.Optional;

/** Who of the partner's people is who here: by the administrator's table, else the one active user with that address. */
final class People {
    private final Directory directory;
    private final UserTable table;

    People(Directory directory, UserTable table) {
        this.directory = directory;
        this.table = table;
    }

    Optional<ObjectNode> local(JsonNode person) {
        for (var name : List.of("email", "username", "displayName")) {
            var known = table.local(person.path(name).asText(""));
            if (known.isPresent()) return active(known.get());
        }
        return byEmail(person.path("email").asText(""));
    }

    Optional<ObjectNode> byEmail(String email) {
        if (email.isBlank()) return Optional.empty();
        return table.local(email).map(this::active).orElseGet(() -> directory.userByEmail(email));
    }

    /** Whether there is anything by which this person could be told; without it nobody can be missed. */
    boolean recognisable(JsonNode person) {
        return !table.isEmpty() || !person.path("email").asText("").isBlank();
    }

    private Optional<ObjectNode> active(String username) {
        return directory.userByName(username).filter(user -> user.path("active").asBoolean(true));
    }
}
