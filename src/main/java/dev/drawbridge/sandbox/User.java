package dev.drawbridge.sandbox;

import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An account. */
final class User {
    static final String EVERYBODY = "jira-software-users";
    static final String ADMINISTRATORS = "jira-administrators";

    final String name;
    final String key;
    final String displayName;
    final String email;
    String password;

    @Nullable
    ZoneId zone;

    boolean active = true;
    final Set<String> groups = new LinkedHashSet<>(Set.of(EVERYBODY));
    int failedLogins;

    User(String name, String key, String displayName, String email, String password) {
        this.name = name;
        this.key = key;
        this.displayName = displayName;
        this.email = email;
        this.password = password;
    }

    boolean administrator() {
        return groups.contains(ADMINISTRATORS);
    }
}
