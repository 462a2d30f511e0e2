package dev.drawbridge.sandbox;

import dev.drawbridge.sandbox.Catalog.IssueType;
import dev.drawbridge.sandbox.Catalog.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A project: its workflow, types, screen, people's rights, versions and components. */
final class Project {
    /** A version; names are unique in a project. */
    static final class Version implements Named {
        final String id;
        String name;
        String description = "";
        boolean released;
        boolean archived;

        @Nullable
        String startDate;

        @Nullable
        String releaseDate;

        Version(String id, String name) {
            this.id = id;
            this.name = name;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public String name() {
            return name;
        }
    }

    /** A component; names are unique in a project. */
    static final class Component implements Named {
        final String id;
        String name;
        String description = "";

        @Nullable
        String lead;

        Component(String id, String name) {
            this.id = id;
            this.name = name;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public String name() {
            return name;
        }
    }

    final String id;
    final String key;
    final String name;
    final String kind;
    Workflow workflow;

    @Nullable
    String lead;

    long lastNumber;
    final List<IssueType> types = new ArrayList<>(Catalog.TYPES);
    final Set<String> offScreen = new HashSet<>();
    final Set<String> required = new HashSet<>(Set.of("summary", "issuetype", "project"));
    final List<Version> versions = new ArrayList<>();
    final List<Component> components = new ArrayList<>();
    final List<Level> levels = new ArrayList<>();
    final Map<String, Set<String>> levelMembers = new HashMap<>();
    final Map<String, Set<String>> roleMembers = new HashMap<>();
    /** Permission by user name: true given, false taken; what is not here is as the default scheme says. */
    final Map<String, Map<String, Boolean>> rights = new HashMap<>();

    Project(String id, String key, String name, String kind, Workflow workflow) {
        this.id = id;
        this.key = key;
        this.name = name;
        this.kind = kind;
        this.workflow = workflow;
    }

    boolean inRole(User user, String role) {
        var members = roleMembers.get(role);
        if (members != null) {
            return members.contains(user.name);
        }
        return !role.equals("Administrators") || user.administrator();
    }
}
