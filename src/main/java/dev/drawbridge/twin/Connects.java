package dev.drawbridge.twin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.uuid.NoArgGenerator;
import dev.drawbridge.connection.Connection;
import dev.drawbridge.journal.Happening;
import dev.drawbridge.journal.Journal;
import dev.drawbridge.queue.Inbox;
import dev.drawbridge.queue.Kind;
import dev.drawbridge.queue.Lanes;
import dev.drawbridge.queue.Leases;
import dev.drawbridge.queue.Lines;
import dev.drawbridge.queue.NodeIdentity;
import dev.drawbridge.queue.Outbox;
import dev.drawbridge.queue.SyncEvent;
import dev.drawbridge.queue.WakeUp;
import dev.drawbridge.replica.Replica;
import dev.drawbridge.replica.Snapshot;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts two issues that exist already under sync with each other, once both sides agree. */
@Component("connects")
public class Connects {
    /** Missing, out of scope, secret and taken are answered alike: a proposal is no way to look around here. */
    static final String NO = "There is no issue of that key that can be connected.";

    /** Whose proposal was refused for this reason wants the pair as much as the other side. */
    private static final String CROSSED = "Both sides proposed to connect; the inviter's proposal holds.";

    private final Twins twins;
    private final Proposals proposals;
    private final BulkDecisions decisions;
    private final Agreement agreement;
    private final Outbox outbox;
    private final Inbox inbox;
    private final Lanes lanes;
    private final Lines lines;
    private final Leases leases;
    private final Ends ends;
    private final Journal journal;
    private final NodeIdentity node;
    private final NoArgGenerator ids;
    private final WakeUp wakeUp;
    private final ApplicationEventPublisher listeners;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Connects(
            Twins twins,
            Proposals proposals,
            BulkDecisions decisions,
            Agreement agreement,
            Outbox outbox,
            Inbox inbox,
            Lanes lanes,
            Lines lines,
            Leases leases,
            Ends ends,
            Journal journal,
            NodeIdentity node,
            NoArgGenerator ids,
            WakeUp wakeUp,
            ApplicationEventPublisher listeners,
            TransactionTemplate transaction,
            Clock clock) {
        this.twins = twins;
        this.proposals = proposals;
        this.decisions = decisions;
        this.agreement = agreement;
        this.outbox = outbox;
        this.inbox = inbox;
        this.lanes = lanes;
        this.lines = lines;
        this.leases = leases;
        this.ends = ends;
        this.journal = journal;
        this.node = node;
        this.ids = ids;
        this.wakeUp = wakeUp;
        this.listeners = listeners;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Tells the partner what this side wants to connect; work on a twin that is under sync passes through. */
    @Transactional
    public Outgoing propose(Outgoing work) {
        if (work.isDone() || work.twin().life().state() != Twin.State.CONNECTING) return work;
        work.expect(Outgoing.Stage.SAID);
        var replica = work.replica();
        if (replica == null) return work;
        leases.confirm(Objects.requireNonNull(work.lease()));
        var twin = twins.lock(work.twin().id()).filter(Twin::tells).orElse(null);
        if (twin == null) return work.done("The proposal was taken back.");
        var proposal = proposals.of(twin.id()).orElseThrow();
        var told = Wire.of(
                replica, work.snapshot().issue(), work.connection().settings().shareEmails());
        var details = JsonNodeFactory.instance.objectNode();
        details.put("remoteKey", proposal.remoteKey());
        details.put("fields", proposal.fields().name())
                .put("existing", proposal.existing().name());
        var bulk = proposals.bulkOf(twin.id());
        bulk.ifPresent(many ->
                details.putObject("bulk").put("id", many.id().toString()).put("pairs", many.pairs()));
        queue(
                twin.connection(),
                said(Kind.CONNECT, twin.id(), work.snapshot(), twin.remote(), told)
                        .bulk(bulk.isPresent())
                        .text("ruleVersion", work.ruleVersion())
                        .basedOn(twin.memory().basedOn())
                        .details(details)
                        .build());
        twins.update(
                twin.with(twin.memory().told(told, work.seen(), twin.memory().sent())));
        tell(
                work.connection(),
                twin.id(),
                work.snapshot().key(),
                "connect-proposed",
                "The partner is asked to connect it with its " + proposal.remoteKey() + ".");
        return work.done("Proposed.");
    }

    /** Whether the lane's head is a proposal of the partner. */
    public boolean isProposal(Incoming work) {
        return !work.isDone() && work.newest().kind() == Kind.CONNECT;
    }

    /** Refuses what cannot be, and asks an administrator about the rest. */
    public Incoming consider(Incoming work) {
        if (work.isDone()) return work;
        work.expect(Incoming.Stage.READ);
        var issue = work.snapshot();
        if (issue == null || isWithheld(work.connection(), issue)) return refuse(work, NO);
        var other = other(work, issue);
        if (other.filter(Twin::isActive).isPresent()) return refuse(work, NO);
        if (other.isPresent() && work.connection().isInviter()) return refuse(work, CROSSED);
        if (work.lane().approved()) return work;
        return Objects.requireNonNull(transaction.execute(status -> decided(work, issue)));
    }

    /** Who approves, refuses or proposes the same meanwhile does it before this or after it, so that no word of theirs is missed. */
    private Incoming decided(Incoming work, Snapshot issue) {
        leases.guard(Leases.issue(issue.issueId()));
        lines.lock(work.connection().id());
        if (isWantedHere(work, issue)) return work;
        var bulk = BulkDecisions.of(work.connection().id(), work.newest());
        var said = bulk.flatMap(many -> decisions.take(many.id()));
        if (said.isEmpty()) return ask(work, issue, bulk.orElse(null));
        if (!said.get()) return refuse(work, "Its administrator refused.");
        lanes.approved(work.lane());
        return work;
    }

    /** Whether this side proposed the same, also when the inviter has refused that before its own proposal came. */
    private boolean isWantedHere(Incoming work, Snapshot issue) {
        return twins.ofIssue(issue.issueId()).stream()
                .filter(twin -> twin.connection().equals(work.connection().id())
                        && !twin.id().equals(work.lane().twin()))
                .findFirst()
                .filter(twin -> twin.life().state() == Twin.State.CONNECTING
                        || twin.life().why().endsWith(CROSSED))
                .flatMap(twin -> proposals.of(twin.id()))
                .filter(ours -> ours.remoteKey().equalsIgnoreCase(work.newest().text("issueKey")))
                .isPresent();
    }

    /** Takes the present state of both issues as agreed and answers the partner, in one transaction. */
    @Transactional
    public Incoming accept(Incoming work) {
        if (work.isDone()) return work;
        work.expect(Incoming.Stage.RESTATED);
        var issue = Objects.requireNonNull(work.snapshot());
        leases.confirm(Objects.requireNonNull(work.lease()));
        leases.guard(Leases.issue(issue.issueId()));
        var other = other(work, issue);
        if (other.filter(Twin::isActive).isPresent()) return refuse(work, NO);
        other.ifPresent(ours -> ends.endQuietly(
                ours, work.connection().name(), Twin.State.ENDED, "The partner's proposal took its place."));
        var told = Wire.of(
                Objects.requireNonNull(work.outcome().restated()),
                issue.issue(),
                work.connection().settings().shareEmails());
        var twin = agreement.accepted(work, issue, told);
        inbox.done(work.events().get(0));
        lanes.advance(work.lane());
        queue(
                twin.connection(),
                said(Kind.CONNECT_ACCEPTED, twin.id(), issue, twin.remote(), told)
                        .bulk(work.newest().isBulk())
                        .basedOn(work.newest().seq())
                        .details(work.newest().details() instanceof ObjectNode asked ? asked : empty())
                        .build());
        tell(
                work.connection(),
                twin.id(),
                issue.key(),
                "connected",
                "Connected with " + twin.remote().key() + ".");
        listeners.publishEvent(new LookAgain(issue.issueId()));
        return work.done("Connected.");
    }

    /** The partner agreed to our proposal; runs in the transaction that stores its answer. */
    @Transactional(propagation = Propagation.MANDATORY)
    void accepted(Connection connection, SyncEvent event) {
        var id = Objects.requireNonNull(event.twin());
        var twin = twins.lock(id)
                .filter(open -> open.connection().equals(connection.id()))
                .filter(open -> open.life().state() == Twin.State.CONNECTING);
        if (twin.isEmpty()) {
            ends.refuse(connection.id(), id, "The proposal was taken back.");
            return;
        }
        var local = Objects.requireNonNull(twin.get().local());
        var agreed = agreement.answered(connection, twin.get(), proposals.of(id).orElseThrow(), event);
        tell(
                connection,
                id,
                local.key(),
                "connected",
                "Connected with " + agreed.remote().key() + ".");
        listeners.publishEvent(new LookAgain(local.issueId()));
    }

    private Incoming refuse(Incoming work, String why) {
        transaction.executeWithoutResult(status -> {
            work.events().forEach(inbox::done);
            lanes.advance(work.lane());
            queue(
                    work.connection().id(),
                    SyncEvent.of(
                                    Kind.CONNECT_REFUSED,
                                    ids.generate(),
                                    work.lane().twin())
                            .text("why", why)
                            .bulk(work.newest().isBulk())
                            .build());
            tell(
                    work.connection(),
                    work.lane().twin(),
                    null,
                    "connect-refused",
                    "The partner's proposal to connect its %s was refused: %s"
                            .formatted(work.newest().text("issueKey"), why));
        });
        return work.done(why);
    }

    private Incoming ask(Incoming work, Snapshot issue, BulkDecisions.@Nullable Announced bulk) {
        var details = work.newest().details();
        var theirs = String.valueOf(work.newest().text("issueKey"));
        var reason = "The partner proposes to connect %s. %s %s"
                .formatted(
                        bulk == null
                                ? "its %s with %s".formatted(theirs, issue.key())
                                : "%d pairs of issues at once, such as its %s with %s"
                                        .formatted(bulk.pairs(), theirs, issue.key()),
                        switch (details.path("fields").asText()) {
                            case "LOCAL" -> "Its field values would overwrite ours.";
                            case "REMOTE" -> "Our field values would overwrite its.";
                            default -> "No field would be changed.";
                        },
                        switch (details.path("existing").asText()) {
                            case "MATCH" ->
                                "Equal comments, attachments and worklogs would be paired, no other is copied.";
                            case "SEND" ->
                                "Comments, attachments, worklogs and links that the other side lacks would be copied.";
                            default -> "No comment, attachment, worklog or link would be copied.";
                        });
        lanes.hold(
                work.lane(),
                Lanes.Trouble.of("CONNECT", reason, "Approve or refuse it."),
                new Lanes.Asked(
                        bulk == null ? null : bulk.id(), issue.issueId(), Lanes.Asked.pair(issue.key(), theirs)));
        journal.write(Happening.of(Happening.Level.ERROR, "held", reason)
                .on(work.connection().id(), work.connection().name())
                .with(work.lane().twin(), issue.key()));
        return work.done(reason);
    }

    private static boolean isWithheld(Connection connection, Snapshot issue) {
        return !connection.covers(issue.projectKey())
                || issue.archived()
                || (issue.secured() && !connection.settings().shareSecured());
    }

    private Optional<Twin> other(Incoming work, Snapshot issue) {
        return twins.ofIssue(issue.issueId()).stream()
                .filter(twin -> twin.isLive()
                        && twin.connection().equals(work.connection().id())
                        && !twin.id().equals(work.lane().twin()))
                .findFirst();
    }

    private SyncEvent.Builder said(Kind kind, UUID twin, Snapshot issue, Twin.Remote remote, Replica told) {
        var gid = node.nodeId() + ":issue:" + issue.issueId();
        return SyncEvent.of(kind, ids.generate(), twin)
                .text("from", gid)
                .text("origin", remote.origin() == null ? gid : remote.origin())
                .text("issueKey", issue.key())
                .hops(remote.hops())
                .replica(told);
    }

    private void queue(UUID connection, SyncEvent event) {
        outbox.put(connection, event, event.isBulk() ? Outbox.BULK : Outbox.NEWS);
        wakeUp.outgoing(connection);
    }

    private void tell(Connection connection, UUID twin, @Nullable String issue, String kind, String sentence) {
        journal.write(Happening.of(Happening.Level.INFO, kind, sentence)
                .on(connection.id(), connection.name())
                .with(twin, issue));
    }

    private static ObjectNode empty() {
        return JsonNodeFactory.instance.objectNode();
    }
}
