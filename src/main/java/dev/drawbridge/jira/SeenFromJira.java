package dev.drawbridge.jira;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.journal.Happening;
import dev.drawbridge.journal.Journal;
import dev.drawbridge.queue.Activation;
import dev.drawbridge.replica.Canonical;
import dev.drawbridge.twin.Signs;
import dev.drawbridge.twin.Twin;
import dev.drawbridge.twin.Twins;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Shows on issues under sync what their twin is, as far as the connection wants it: by a remote link with key and status,
 * and by the key in a field. Links go by an id of their own, so that one that was made in vain is made again and not twice.
 */
@Component("seenFromJira")
public class SeenFromJira {
    private static final int AT_ONCE = 50;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Issues that are left alone for a while, and why. */
    private final Cache<UUID, String> resting =
            Caffeine.newBuilder().expireAfterWrite(Duration.ofMinutes(1)).build();

    private final Connections connections;
    private final Twins twins;
    private final Signs signs;
    private final Directory directory;
    private final Door door;
    private final Journal journal;
    private final Activation activation;

    SeenFromJira(
            Connections connections,
            Twins twins,
            Signs signs,
            Directory directory,
            Door door,
            Journal journal,
            Activation activation) {
        this.connections = connections;
        this.twins = twins;
        this.signs = signs;
        this.directory = directory;
        this.door = door;
        this.journal = journal;
        this.activation = activation;
    }

    /**
     * Brings some signs up to date; the rest has its turn later. Where Jira does not answer as it should, this ends, and the
     * next time begins with another issue: it may be that one alone.
     */
    public synchronized void show() {
        if (!activation.isActive()) return;
        var left =
                signs.left(AT_ONCE).stream().filter(sign -> isDue(sign.twin())).toList();
        if (!left.stream().allMatch(sign -> isDone(sign.twin(), () -> takeDown(sign)))) return;
        for (var connection : connections.all()) if (!show(connection)) return;
    }

    private boolean isDue(UUID twin) {
        return resting.getIfPresent(twin) == null;
    }

    private boolean isDone(UUID twin, Runnable work) {
        try {
            work.run();
            return true;
        } catch (JiraTrouble trouble) {
            resting.put(twin, trouble.sentence());
            return false;
        }
    }

    private boolean show(Connection connection) {
        var settings = connection.settings();
        var none = !settings.remoteLink() && settings.remoteKeyField() == null;
        var wanted = none ? "nothing" : "link %s, key %s".formatted(settings.remoteLink(), settings.remoteKeyField());
        return signs.due(connection.id(), wanted, none, AT_ONCE).stream()
                .filter(due -> isDue(due.twin()))
                .allMatch(due -> isDone(due.twin(), () -> twins.find(due.twin())
                        .ifPresent(twin -> show(connection, twin, wanted, due.asOf()))));
    }

    private void show(Connection connection, Twin twin, String wanted, Instant asOf) {
        var issue = Objects.requireNonNull(twin.local());
        var now = signs.of(twin, issue.issueId());
        var link = now.link();
        var key = now.key();
        var problems = new ArrayList<String>();
        try {
            link = link(connection, twin, issue.issueId(), link);
        } catch (JiraTrouble trouble) {
            if (!trouble.isRefusal()) throw trouble;
            problems.add("The remote link cannot be shown: " + trouble.sentence());
        }
        try {
            key = key(connection, twin, issue.issueId(), key);
        } catch (JiraTrouble trouble) {
            if (!trouble.isRefusal()) throw trouble;
            problems.add("The remote key cannot be written into the field '%s': %s"
                    .formatted(connection.settings().remoteKeyField(), trouble.sentence()));
        } catch (IllegalArgumentException noField) {
            problems.add(String.valueOf(noField.getMessage()));
        }
        signs.note(new Signs.Sign(twin.id(), twin.connection(), issue.issueId(), link, key), wanted, asOf);
        for (var problem : problems)
            journal.write(Happening.of(Happening.Level.WARN, "not-shown", problem)
                    .on(connection.id(), connection.name())
                    .with(twin.id(), issue.key()));
    }

    private @Nullable String link(Connection connection, Twin twin, long issueId, @Nullable String shown) {
        var url = twin.remote().url();
        if (!connection.settings().remoteLink() || url == null) {
            if (shown != null) remove(issueId, twin.id());
            return null;
        }
        var link = bean(twin, url);
        var hash = Canonical.hash(link);
        if (!hash.equals(shown)) door.post(path(issueId), link);
        return hash;
    }

    private static ObjectNode bean(Twin twin, String url) {
        var link = NODES.objectNode();
        link.put("globalId", globalId(twin.id()));
        link.putObject("application").put("type", "dev.drawbridge").put("name", "Drawbridge");
        link.put("relationship", "is kept in sync with");
        var object = link.putObject("object");
        object.put("url", url).put("title", twin.remote().key());
        var received = twin.memory().received();
        if (received == null) return link;
        var status = received.json().at("/status/name").asText("");
        if (status.isEmpty()) return link;
        object.put("summary", "Status: " + status);
        object.putObject("status").put("resolved", received.json().hasNonNull("resolution"));
        return link;
    }

    private @Nullable String key(Connection connection, Twin twin, long issueId, @Nullable String shown) {
        var field = connection.settings().remoteKeyField();
        var key = twin.remote().key();
        if (field == null) return null;
        if (Objects.equals(key, shown)) return shown;
        var body = NODES.objectNode();
        body.putObject("fields").put("customfield_" + number(directory, field), key);
        door.put(
                "/rest/api/2/issue/" + issueId + (connection.settings().notifyUsers() ? "" : "?notifyUsers=false"),
                body);
        return key;
    }

    /**
     * The number of the text field that takes keys.
     *
     * @param name or number of the field
     * @throws IllegalArgumentException with a sentence when there is no such field, several, or it takes no text
     */
    public static String number(Directory directory, String name) {
        var numbered = name.chars().allMatch(Character::isDigit) ? directory.customField(name) : null;
        var named =
                numbered != null && numbered.isPresent() ? List.of(numbered.get()) : directory.customFieldsCalled(name);
        if (named.isEmpty())
            throw new IllegalArgumentException("There is no custom field '%s' in this Jira.".formatted(name));
        if (named.size() > 1)
            throw new IllegalArgumentException("%d custom fields are called '%s': name the right one by its number."
                    .formatted(named.size(), name));
        var field = named.get(0);
        if (!Set.of("text", "textarea").contains(field.path("type").asText()))
            throw new IllegalArgumentException(
                    "The custom field '%s' takes no text: name one of type text field.".formatted(name));
        return field.path("id").asText();
    }

    private void takeDown(Signs.Sign left) {
        try {
            if (left.link() != null) remove(left.issueId(), left.twin());
        } catch (JiraTrouble trouble) {
            if (!trouble.isRefusal()) throw trouble;
        }
        signs.forget(left.twin());
    }

    /** One that is gone already is as it was wanted. */
    private void remove(long issueId, UUID twin) {
        try {
            door.delete(path(issueId) + "?globalId=" + URLEncoder.encode(globalId(twin), StandardCharsets.UTF_8));
        } catch (JiraTrouble trouble) {
            if (trouble.kind() != JiraTrouble.Kind.MISSING) throw trouble;
        }
    }

    private static String path(long issueId) {
        return "/rest/api/2/issue/" + issueId + "/remotelink";
    }

    private static String globalId(UUID twin) {
        return "drawbridge=" + twin;
    }
}
