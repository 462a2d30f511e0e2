package dev.drawbridge.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.sandbox.Catalog.IssueType;
import dev.drawbridge.sandbox.Catalog.Status;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An issue with all that hangs on it; field values are kept in the small form that their {@link Kind} chose. */
final class Issue {
    static final class Comment {
        final String id;
        final String author;
        final Instant created;
        String body;
        String updateAuthor;
        Instant updated;

        @Nullable
        JsonNode visibility;

        final Map<String, JsonNode> properties = new LinkedHashMap<>();

        Comment(String id, String author, Instant created, String body) {
            this.id = id;
            this.author = author;
            this.created = created;
            this.body = body;
            this.updateAuthor = author;
            this.updated = created;
        }
    }

    static final class Worklog {
        final String id;
        final String author;
        final Instant created;
        String updateAuthor;
        Instant updated;
        String comment = "";
        Instant started;
        long seconds;

        @Nullable
        JsonNode visibility;

        Worklog(String id, String author, Instant created) {
            this.id = id;
            this.author = author;
            this.updateAuthor = author;
            this.created = created;
            this.updated = created;
            this.started = created;
        }
    }

    record Attachment(
            String id, String name, String author, Instant created, long size, String mimeType, Path content) {}

    record Item(
            String field,
            String fieldType,
            @Nullable String from,
            @Nullable String fromText,
            @Nullable String to,
            @Nullable String toText) {}

    record Change(String id, String author, Instant created, List<Item> items) {}

    static final class RemoteLink {
        final String id;
        JsonNode given;

        RemoteLink(String id, JsonNode given) {
            this.id = id;
            this.given = given;
        }
    }

    final long id;
    final String creator;
    final Instant created;
    String key;
    Project project;
    IssueType type;
    Status status;
    Instant updated;

    @Nullable
    Instant resolved;

    @Nullable
    Issue parent;

    boolean archived;
    final Map<String, JsonNode> values = new LinkedHashMap<>();
    final List<Comment> comments = new ArrayList<>();
    final List<Attachment> attachments = new ArrayList<>();
    final List<Worklog> worklogs = new ArrayList<>();
    final List<Link> links = new ArrayList<>();
    final List<RemoteLink> remoteLinks = new ArrayList<>();
    final List<Issue> subtasks = new ArrayList<>();
    final Set<String> watchers = new LinkedHashSet<>();
    final Set<String> voters = new LinkedHashSet<>();
    final Map<String, JsonNode> properties = new LinkedHashMap<>();
    final List<Change> changes = new ArrayList<>();

    Issue(long id, String creator, Instant created, Project project, IssueType type) {
        this.id = id;
        this.creator = creator;
        this.created = created;
        this.updated = created;
        this.project = project;
        this.type = type;
        this.status = project.workflow.first();
        this.key = project.key + "-" + ++project.lastNumber;
    }

    record Link(String id, Catalog.LinkType type, Issue source, Issue destination) {}

    @Nullable
    String textOf(String field) {
        var value = values.get(field);
        return value == null ? null : value.asText();
    }

    long number() {
        return Long.parseLong(key.substring(key.lastIndexOf('-') + 1));
    }
}
