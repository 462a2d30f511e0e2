package dev.drawbridge.twin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.queue.Lanes;
import dev.drawbridge.replica.Canonical;
import dev.drawbridge.replica.Warning;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * A sub-task cannot be made before its parent: one that comes too early waits for it, and after a while, or when the
 * parent can never come, an administrator is asked. A sub-task that is there stays beneath its parent: Jira's REST API
 * moves none.
 */
@Component("family")
public class Family {
    static final String WAITING = "WAITING_FOR_PARENT";
    private static final String FIELD = "parentId";
    private static final String WAYS_OUT =
            "Bring %s under sync; or map the type to one without a parent in the incoming rule; then retry. Or skip it.";

    private final Twins twins;
    private final Awaited awaited;
    private final SubtaskTypes types;
    private final Setbacks setbacks;
    private final Lanes lanes;
    private final FamilySettings settings;
    private final Clock clock;

    Family(
            Twins twins,
            Awaited awaited,
            SubtaskTypes types,
            Setbacks setbacks,
            Lanes lanes,
            FamilySettings settings,
            Clock clock) {
        this.twins = twins;
        this.awaited = awaited;
        this.types = types;
        this.setbacks = setbacks;
        this.lanes = lanes;
        this.settings = settings;
        this.clock = clock;
    }

    /** The same work with the parent that the issue has here; done with when that must come first. */
    Incoming gather(Incoming work) {
        return work.creates() ? beneathParent(work) : staying(work);
    }

    /** The incoming rule failed: where it makes an issue whose parent is not here yet, that is the likely reason. */
    public Incoming ruleFailed(Incoming work, Lanes.Trouble trouble) {
        var parent = theirParent(work);
        if (!work.creates() || parent == null || local(work, parent).isPresent()) return setbacks.block(work, trouble);
        return await(work, parent, trouble);
    }

    private Incoming beneathParent(Incoming work) {
        var wanted = work.newestRun().now();
        var type = wanted.path("type").path("name").asText("");
        var theirs = theirParent(work);
        var set = wanted.hasNonNull(FIELD) ? wanted.get(FIELD).asText() : null;
        if (!types.isForSubtasks(wanted.path("project").path("key").asText(), type))
            return set == null ? work : withoutParent(work, type);
        if (set != null && !set.equals(theirs)) return work;
        if (theirs == null)
            return setbacks.block(
                    work,
                    Lanes.Trouble.of(
                            "PARENT",
                            "The type '%s' is for sub-tasks, and neither the rule nor the partner names a parent."
                                    .formatted(type),
                            "Let the partner's outgoing rule send parentId, or map the type to one without a parent in the"
                                    + " incoming rule; then retry. Or skip it."));
        var here = local(work, theirs);
        return here.isPresent() ? beneath(work, here.get()) : await(work, theirs, null);
    }

    private static Incoming beneath(Incoming work, Twinned.Local parent) {
        var now = work.newestRun().now().deepCopy();
        now.put(FIELD, String.valueOf(parent.id()));
        return work.withNewest(now);
    }

    private static Incoming withoutParent(Incoming work, String type) {
        var now = work.newestRun().now().deepCopy();
        var set = now.remove(FIELD);
        return work.withNewest(now)
                .warned(Warning.of(
                        FIELD,
                        set,
                        "An issue of type '%s' has no parent in this Jira; it is made without.".formatted(type),
                        "Map the type to one for sub-tasks, or leave issue.parentId alone, in the incoming rule."));
    }

    /** @param said why the rule itself did not go on; null when it had nothing to say */
    private Incoming await(Incoming work, String parent, Lanes.@Nullable Trouble said) {
        var name = name(work, parent);
        var words = said == null ? "" : " The rule says: " + said.reason();
        var tombstone = twins.tombstoneOf(work.connection().id(), parent);
        if (tombstone.isPresent())
            return ask(
                    work,
                    "Its parent %s is not under sync any more (%s).%s"
                            .formatted(name, tombstone.get().life().why(), words),
                    name);
        var since = awaited.await(work.connection().id(), work.lane().twin(), Awaited.PARENT, parent);
        var until = since.plus(settings.parentWait());
        if (!clock.instant().isBefore(until))
            return ask(
                    work,
                    "Its parent %s has not come within %s.%s".formatted(name, spoken(settings.parentWait()), words),
                    name);
        var waiting = Lanes.Trouble.of(
                WAITING,
                "Waiting for its parent %s%s.%s".formatted(name, underSyncThere(work), words),
                "Nothing: it goes on when the parent is under sync. Without it an administrator is asked after "
                        + spoken(settings.parentWait()) + ".");
        var result = setbacks.await(work, until, waiting);
        // The parent may have come between the two transactions.
        if (local(work, parent).isPresent())
            lanes.hurry(work.connection().id(), work.lane().twin());
        return result;
    }

    private Incoming ask(Incoming work, String reason, String name) {
        return setbacks.block(work, Lanes.Trouble.of("PARENT", reason, WAYS_OUT.formatted(name)));
    }

    private static Incoming staying(Incoming work) {
        var run = work.newestRun();
        var wanted = run.now();
        var is = text(current(work), FIELD);
        var wants = text(wanted, FIELD);
        if (Canonical.same(wanted.get(FIELD), current(work).get(FIELD)) || !changedThere(work)) return work;
        return work.warned(Warning.of(
                FIELD,
                wanted.get(FIELD),
                "Jira's REST API cannot move an issue to another parent; it stays %s."
                        .formatted(is == null ? "without one" : "beneath issue " + is),
                "Move it in Jira %s; the warning then goes by itself."
                        .formatted(wants == null ? "by hand" : "beneath issue " + wants)));
    }

    private static boolean changedThere(Incoming work) {
        return work.pending().containsKey(FIELD)
                || work.events().stream()
                        .anyMatch(stored -> stored.event().was().has(FIELD))
                || work.runs().stream()
                        .anyMatch(run ->
                                !Canonical.same(run.now().get(FIELD), run.was().get(FIELD)));
    }

    private static ObjectNode current(Incoming work) {
        return java.util.Objects.requireNonNull(work.snapshot()).issue().json();
    }

    private Optional<Twinned.Local> local(Incoming work, String remoteId) {
        return twins.ofRemote(work.connection().id(), remoteId);
    }

    private static @Nullable String theirParent(Incoming work) {
        var parent = work.newest().replica().get(FIELD);
        var id = parent == null ? "" : parent.asText("");
        return id.matches("[\\w-]{1,64}") ? id : null;
    }

    private static String name(Incoming work, String parent) {
        var key = Claims.key(work.newest().details().path("parent").path("key").asText());
        return key == null ? "(issue %s there)".formatted(parent) : key;
    }

    private static String underSyncThere(Incoming work) {
        var parent = work.newest().details().path("parent");
        return parent.has("underSync") && !parent.path("underSync").asBoolean()
                ? ", which is not under sync at " + work.connection().remoteShort() + " either"
                : "";
    }

    private static @Nullable String text(ObjectNode issue, String name) {
        return issue.hasNonNull(name) ? issue.get(name).asText() : null;
    }

    private static String spoken(Duration duration) {
        if (duration.toMinutes() == 0) return duration.toSeconds() + " s";
        return duration.toMinutesPart() == 0 ? duration.toHours() + " h" : duration.toMinutes() + " min";
    }
}
