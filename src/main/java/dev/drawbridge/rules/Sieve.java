package dev.drawbridge.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.jira.Directory;
import dev.drawbridge.replica.Warning;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Takes out of a rule's wishes what this Jira cannot hold or could not keep from other eyes, so that the rest goes on. */
final class Sieve {
    private static final String RULE = "Change it in the incoming rule; it is tried again by itself.";

    private final Directory directory;
    private final List<Warning> warnings = new ArrayList<>();

    Sieve(Directory directory) {
        this.directory = directory;
    }

    List<Warning> warnings() {
        return warnings;
    }

    void sift(ObjectNode wanted, String project) {
        keep(wanted, "labels", this::label);
        keep(wanted, "comments", comment -> isNew(comment) ? audience(comment, project) : Optional.empty());
        keep(wanted, "attachments", file -> isNew(file) ? size(file) : Optional.empty());
    }

    private void keep(ObjectNode wanted, String list, Function<JsonNode, Optional<Warning>> refusal) {
        if (!(wanted.get(list) instanceof ArrayNode elements)) return;
        var kept = JsonNodeFactory.instance.arrayNode();
        for (var element : elements) refusal.apply(element).ifPresentOrElse(warnings::add, () -> kept.add(element));
        wanted.set(list, kept);
    }

    private Optional<Warning> label(JsonNode label) {
        return label.asText().chars().anyMatch(Character::isWhitespace)
                ? Optional.of(Warning.of("labels", label, "A label must not contain spaces; the others are set.", RULE))
                : Optional.empty();
    }

    /** Only a service project can keep a comment internal; anywhere else everybody would read it. */
    private Optional<Warning> audience(JsonNode comment, String project) {
        if (!comment.path("internal").asBoolean(false)) return Optional.empty();
        var service = directory
                .project(project)
                .map(found -> found.path("type").asText().equals("service_desk"))
                .orElse(false);
        return service
                ? Optional.empty()
                : Optional.of(new Warning(
                        "comments/" + comment.path("remoteId").asText(),
                        "",
                        "The comment is internal there and cannot be kept internal in project " + project + ".",
                        "Restrict it to a role or group in the incoming rule; it is tried again by itself."));
    }

    private Optional<Warning> size(JsonNode file) {
        var limit = directory.uploadLimit();
        var size = file.path("filesize").asLong();
        return size <= limit
                ? Optional.empty()
                : Optional.of(new Warning(
                        "attachments/" + file.path("remoteId").asText(),
                        file.path("filename").asText(""),
                        limit == 0
                                ? "Attachments are switched off in this Jira."
                                : "%d bytes are more than this Jira takes (%d).".formatted(size, limit),
                        "Raise the attachment size in Jira's settings; it is tried again by itself."));
    }

    private static boolean isNew(JsonNode item) {
        return !item.hasNonNull("id") && item.hasNonNull("remoteId");
    }
}
