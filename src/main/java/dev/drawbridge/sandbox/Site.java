package dev.drawbridge.sandbox;

import dev.drawbridge.sandbox.Issue.Attachment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** All that one simulated Jira knows; whoever reads or changes it holds the lock. */
final class Site {
    final ReentrantLock lock = new ReentrantLock();
    final String name;
    final String version;
    final String contextPath;
    final Clock clock;
    final Path folder;
    final Catalog catalog = new Catalog();
    final Map<String, User> users = new LinkedHashMap<>();
    final Map<String, String> tokens = new HashMap<>();
    final Map<String, Project> projects = new LinkedHashMap<>();
    final TreeMap<Long, Issue> issues = new TreeMap<>();
    final Map<String, Issue> byKey = new HashMap<>();
    final Map<String, Attachment> attachments = new HashMap<>();
    final Map<String, Field> fields = new LinkedHashMap<>();
    final Map<Long, Sprint> sprints = new LinkedHashMap<>();
    final List<String> groups = new ArrayList<>(List.of(User.EVERYBODY, User.ADMINISTRATORS));
    final TreeMap<Instant, List<String>> deletedWorklogs = new TreeMap<>();
    final Index index;
    volatile ZoneId zone;
    boolean basicLogin;
    volatile String node = "node1";
    volatile String baseUrl = "";
    volatile long uploadLimit = Duration.ofDays(1).toMillis() * 100;
    int pageCap = 1000;
    private long lastId = 10000;

    Site(String name, String version, String contextPath, Clock clock, ZoneId zone) {
        this.name = name;
        this.version = version;
        this.contextPath = contextPath;
        this.clock = clock;
        this.zone = zone;
        this.index = new Index(this);
        this.basicLogin = major() < 11;
        try {
            folder = Files.createTempDirectory("simulated-jira");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Field.system().forEach(field -> fields.put(field.id(), field));
        Field.standard().forEach(field -> fields.put(field.id(), field));
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    long nextId() {
        return ++lastId;
    }

    int major() {
        return Integer.parseInt(version.substring(0, version.indexOf('.')));
    }

    ZoneId zoneOf(@Nullable User user) {
        return user == null || user.zone == null ? zone : user.zone;
    }

    /** By name, or by the key that Jira gives to accounts. */
    @Nullable
    User findUser(String nameOrKey) {
        var user = users.get(nameOrKey);
        if (user != null) {
            return user;
        }
        return users.values().stream()
                .filter(one -> one.key.equals(nameOrKey) || one.name.equalsIgnoreCase(nameOrKey))
                .findFirst()
                .orElse(null);
    }

    User user(String userName) {
        var user = findUser(userName);
        if (user == null) {
            throw new IllegalArgumentException(
                    "No user '" + userName + "' in " + name + ". Known are " + users.keySet());
        }
        return user;
    }

    @Nullable
    Project findProject(String idOrKey) {
        var project = projects.get(idOrKey);
        return project != null
                ? project
                : projects.values().stream()
                        .filter(one -> one.id.equals(idOrKey) || one.key.equalsIgnoreCase(idOrKey))
                        .findFirst()
                        .orElse(null);
    }

    Project project(String key) {
        var project = findProject(key);
        if (project == null) {
            throw new IllegalArgumentException("No project '" + key + "' in " + name);
        }
        return project;
    }

    @Nullable
    Issue findIssue(String idOrKey) {
        if (!idOrKey.isEmpty() && idOrKey.chars().allMatch(Character::isDigit)) {
            return issues.get(Long.parseLong(idOrKey));
        }
        return byKey.get(idOrKey.toUpperCase(java.util.Locale.ROOT));
    }

    Field field(String id) {
        var field = fields.get(id);
        if (field == null) {
            throw new IllegalArgumentException("No field '" + id + "' in " + name);
        }
        return field;
    }

    Issue issue(String key) {
        var issue = findIssue(key);
        if (issue == null) {
            throw new IllegalArgumentException("No issue '" + key + "' in " + name);
        }
        return issue;
    }
}
