package dev.drawbridge.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.queue.Leases;
import dev.drawbridge.replica.Replica;
import dev.drawbridge.replica.Snapshot;
import dev.drawbridge.twin.Found;
import dev.drawbridge.twin.Incoming;
import dev.drawbridge.twin.LookAgain;
import dev.drawbridge.twin.Outgoing;
import dev.drawbridge.twin.Setbacks;
import dev.drawbridge.twin.Starts;
import dev.drawbridge.twin.Twin;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Reads issues of the local Jira as snapshots. */
@Component("issues")
public class Issues {
    static final String FIELDS = "*all,-subtasks,-thumbnail,-progress,-aggregateprogress";
    private static final Pattern MENTION = Pattern.compile("\\[~([^\\]\\s]+)]");

    private final Door door;
    private final Worklogs worklogs;
    private final Ahead ahead;
    private final Directory directory;
    private final Intents intents;
    private final OwnWrites ownWrites;
    private final Leases leases;
    private final Starts starts;
    private final Absences absences;
    private final Setbacks setbacks;
    private final ApplicationEventPublisher listeners;
    private final Clock clock;

    Issues(
            Door door,
            Worklogs worklogs,
            Ahead ahead,
            Directory directory,
            Intents intents,
            OwnWrites ownWrites,
            Leases leases,
            Starts starts,
            Absences absences,
            Setbacks setbacks,
            ApplicationEventPublisher listeners,
            Clock clock) {
        this.door = door;
        this.worklogs = worklogs;
        this.ahead = ahead;
        this.directory = directory;
        this.intents = intents;
        this.ownWrites = ownWrites;
        this.leases = leases;
        this.starts = starts;
        this.absences = absences;
        this.setbacks = setbacks;
        this.listeners = listeners;
        this.clock = clock;
    }

    /** The issue by id or key; empty when Jira says that there is none, or none that the proxy user may see. */
    public Optional<Snapshot> read(String idOrKey) {
        try {
            return fetch(idOrKey);
        } finally {
            ahead.passed();
        }
    }

    /** The same for somebody who then asks for a look at it, which may not have to read it again. */
    public Optional<Snapshot> readAhead(String idOrKey) {
        var mark = ahead.mark();
        var readAt = clock.instant();
        var issue = fetch(idOrKey);
        issue.ifPresent(snapshot -> ahead.put(new Found(snapshot, readAt), mark));
        return issue;
    }

    private Optional<Snapshot> fetch(String idOrKey) {
        try {
            return Optional.of(snapshot(door.get("/rest/api/2/issue/" + Metadata.encoded(idOrKey) + "?fields=" + FIELDS)
                    .body()));
        } catch (JiraTrouble trouble) {
            if (trouble.kind() != JiraTrouble.Kind.MISSING) throw trouble;
            return Optional.empty();
        }
    }

    /** A bean as a snapshot, with what the bean holds. */
    Snapshot plain(JsonNode bean) {
        return NeutralIssue.of(bean, directory::customField);
    }

    /** A bean of a search or of one read as a snapshot; what the bean lacks is fetched. */
    Snapshot snapshot(JsonNode bean) {
        var comments = bean.path("fields").path("comment");
        var snapshot = plain(bean);
        var plain = isKnownToBePlain(snapshot.projectKey());
        if (!plain || comments.path("total").asInt() > comments.path("comments").size())
            snapshot = withAllComments(snapshot, plain);
        var logged = bean.path("fields").path("worklog");
        if (logged.path("total").asInt() > logged.path("worklogs").size())
            snapshot = snapshot.withIssue(
                    snapshot.issue().with("workLogs", worklogs.all("/rest/api/2/issue/" + snapshot.issueId())));
        return withMentions(snapshot);
    }

    /** Makes sure that the snapshot is not older than our own last write, and that no write is under way. */
    public Outgoing freshen(Outgoing work) {
        if (work.isDone()) return work;
        work.expect(Outgoing.Stage.LEASED);
        var issueId = work.snapshot().issueId();
        if (intents.openFor(issueId)) {
            listeners.publishEvent(new LookAgain(issueId));
            return work.done("An apply to the issue is not settled yet; it is looked at again.");
        }
        if (!leases.changedSince(issueId, work.found().readAt())) return work.fresh(work.found());
        var readAt = clock.instant();
        return read(String.valueOf(issueId))
                .map(snapshot -> work.fresh(new Found(snapshot, readAt)))
                .orElseGet(() -> work.done("The issue is not there any more."));
    }

    /** Reads the local issue before something is applied to it. */
    public Incoming readFor(Incoming work) {
        if (work.isDone()) return work;
        work.expect(Incoming.Stage.OPEN);
        if (work.creates()) return work.read(null);
        try {
            var local =
                    Objects.requireNonNull(Objects.requireNonNull(work.twin()).local());
            var found = read(String.valueOf(local.issueId()));
            if (found.isEmpty()) return gone(work, Objects.requireNonNull(work.twin()));
            if (!work.connection().covers(found.get().projectKey())) return movedOut(work, found.get());
            if (found.get().archived())
                return setbacks.later(
                        work, "The issue is archived: what arrives for it waits until it is restored.", null);
            if (!found.get().created().equals(local.created()))
                return setbacks.block(
                        work,
                        dev.drawbridge.queue.Lanes.Trouble.of(
                                "RECONCILE",
                                "Issue id %d is another issue than the one under sync: this Jira was restored or replaced."
                                        .formatted(local.issueId()),
                                "Nothing is written. End the sync of this issue, or restore the Jira that it belongs to."));
            return work.read(ownWrites.putBack(work.lane().twin(), found.get()));
        } catch (JiraTrouble trouble) {
            return setbacks.later(work, message(trouble), trouble.retryAfter());
        }
    }

    /** Reads the local issue that the partner proposes to connect; null when there is none that we may see. */
    public Incoming readProposed(Incoming work) {
        if (work.isDone()) return work;
        work.expect(Incoming.Stage.OPEN);
        try {
            var key = work.newest().details().path("remoteKey").asText("");
            return work.read(
                    key.matches("[A-Za-z][A-Za-z0-9_]*-[0-9]+") ? read(key).orElse(null) : null);
        } catch (JiraTrouble trouble) {
            return setbacks.later(work, message(trouble), trouble.retryAfter());
        }
    }

    /** Nothing is written into a project that the connection does not cover. */
    private Incoming movedOut(Incoming work, Snapshot found) {
        starts.movedOut(work.connection(), Objects.requireNonNull(work.twin()), found);
        return setbacks.dropped(work, "The issue was moved out of the connection's projects.");
    }

    private Incoming gone(Incoming work, Twin twin) {
        var local = Objects.requireNonNull(twin.local());
        return switch (absences.examine(local.issueId(), local.key())) {
            case THERE ->
                setbacks.later(work, "Jira says one moment that the issue is not there, the next that it is.", null);
            case HIDDEN ->
                setbacks.later(work, "The proxy user may not see the issue any more, which is not deletion.", null);
            case DELETED -> {
                starts.deleted(work.connection(), twin);
                yield setbacks.dropped(work, "The issue was deleted in this Jira.");
            }
        };
    }

    static String message(JiraTrouble trouble) {
        return String.valueOf(trouble.getMessage());
    }

    private Snapshot withAllComments(Snapshot snapshot, boolean plain) {
        var result = JsonNodeFactory.instance.arrayNode();
        JsonNode page;
        do {
            page = door.get("/rest/api/2/issue/%d/comment?expand=properties&maxResults=1000&startAt=%d"
                            .formatted(snapshot.issueId(), result.size()))
                    .body();
            result.addAll(NeutralIssue.comments(page.path("comments"), plain));
        } while (!page.path("comments").isEmpty()
                && result.size() < page.path("total").asInt());
        return snapshot.withIssue(snapshot.issue().with("comments", result));
    }

    /** In a service project comments may be internal; one whose kind is not known may be one. */
    private boolean isKnownToBePlain(String key) {
        return directory
                .project(key)
                .map(project -> project.path("type").asText())
                .filter(type -> !type.isBlank() && !type.equals("service_desk"))
                .isPresent();
    }

    /** Who is mentioned in the texts, so that a mention can leave as a name. */
    private Snapshot withMentions(Snapshot snapshot) {
        var names = mentioned(snapshot.issue());
        if (names.isEmpty()) return snapshot;
        ObjectNode mentions = JsonNodeFactory.instance.objectNode();
        for (var name : names) directory.userByName(name).ifPresent(user -> mentions.set(name, user));
        return snapshot.withIssue(snapshot.issue().with("mentions", mentions));
    }

    private static Set<String> mentioned(Replica issue) {
        var names = new LinkedHashSet<String>();
        collect(issue.get("description"), names);
        collect(issue.get("environment"), names);
        if (issue.get("comments") instanceof ArrayNode comments)
            comments.forEach(comment -> collect(comment.get("body"), names));
        if (issue.get("workLogs") instanceof ArrayNode worklogs)
            worklogs.forEach(worklog -> collect(worklog.get("comment"), names));
        return names;
    }

    private static void collect(@org.jspecify.annotations.Nullable JsonNode text, Set<String> names) {
        if (text == null || !text.isTextual()) return;
        var found = MENTION.matcher(text.asText());
        while (found.find()) names.add(found.group(1));
    }
}
