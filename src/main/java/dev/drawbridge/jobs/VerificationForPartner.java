package dev.drawbridge.jobs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.uuid.NoArgGenerator;
import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.jobs.Findings.Finding;
import dev.drawbridge.jobs.Findings.Word;
import dev.drawbridge.queue.Arrived;
import dev.drawbridge.queue.Kind;
import dev.drawbridge.queue.Outbox;
import dev.drawbridge.queue.SyncEvent;
import dev.drawbridge.queue.WakeUp;
import dev.drawbridge.twin.Twins;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** A partner verifies: it is told how its twins are here, in words without contents, and of no other connection's. */
@Component
class VerificationForPartner implements Task {
    private static final int MOST_AT_ONCE = 1000;

    private final Jobs jobs;
    private final VerificationRows rows;
    private final Verification ours;
    private final Parties parties;
    private final Findings findings;
    private final Connections connections;
    private final Twins twins;
    private final Outbox outbox;
    private final WakeUp wakeUp;
    private final NoArgGenerator ids;
    private final TransactionTemplate transaction;

    VerificationForPartner(
            Jobs jobs,
            VerificationRows rows,
            Verification ours,
            Parties parties,
            Findings findings,
            Connections connections,
            Twins twins,
            Outbox outbox,
            WakeUp wakeUp,
            NoArgGenerator ids,
            TransactionTemplate transaction) {
        this.jobs = jobs;
        this.rows = rows;
        this.ours = ours;
        this.parties = parties;
        this.findings = findings;
        this.connections = connections;
        this.twins = twins;
        this.outbox = outbox;
        this.wakeUp = wakeUp;
        this.ids = ids;
        this.transaction = transaction;
    }

    @Override
    public Job.Kind kind() {
        return Job.Kind.VERIFY_FOR_PARTNER;
    }

    /** Runs in the transaction that stores what arrived: looking at issues comes later. */
    @EventListener
    void on(Arrived arrived) {
        var kind = arrived.event().kind();
        if (kind != Kind.VERIFY && kind != Kind.VERIFIED) return;
        var connection = connections.find(arrived.connection()).orElseThrow();
        if (kind == Kind.VERIFIED) ours.answered(connection, arrived.event().details());
        else if (jobs.open(Job.Kind.VERIFY_FOR_PARTNER, connection.id()) < MOST_AT_ONCE)
            jobs.add(
                    Job.Kind.VERIFY_FOR_PARTNER,
                    connection,
                    arrived.event().details().deepCopy(),
                    "the partner");
    }

    @Override
    public void gather(Job job) {
        var connection = parties.of(job);
        transaction.executeWithoutResult(status -> {
            var all = new ArrayList<Job.Row>();
            for (var asked : job.wanted().path("twins"))
                VerificationRows.id(asked.path("twin").asText())
                        .flatMap(twins::find)
                        .filter(twin -> twin.connection().equals(connection.id()) && twin.isActive())
                        .ifPresent(twin -> all.add(Job.Row.of(all.size() + 1, connection.id(), connection.name())
                                .twin(twin.id())
                                .local(
                                        twin.local() == null
                                                ? null
                                                : twin.local().issueId(),
                                        twin.local() == null
                                                ? null
                                                : twin.local().key())));
            jobs.add(job.id(), all);
            jobs.gathered(job.id());
        });
    }

    @Override
    public List<Deed> prepare(Job job, List<Job.Row> some) {
        var found = findings.of(parties.of(job), some);
        return some.stream()
                .map(row -> new Deed(row, () -> rows.here(job, row, Objects.requireNonNull(found.get(row.number())))))
                .toList();
    }

    @Override
    public Optional<Wait> finish(Job job) {
        var passing = rows.passing(job);
        if (!passing.isEmpty() && job.result() == null) {
            jobs.result(job.id(), JsonNodeFactory.instance.objectNode().put("stage", "SECOND_LOOK"));
            return Optional.of(new Wait(Verification.SECOND_LOOK, ""));
        }
        var connection = parties.of(job);
        var found = findings.of(connection, passing);
        for (var row : passing) rows.again(job, row, Objects.requireNonNull(found.get(row.number())));
        answer(job, connection);
        return Optional.of(new Wait(Duration.ZERO, ""));
    }

    private void answer(Job job, Connection connection) {
        var details = JsonNodeFactory.instance.objectNode();
        details.put("job", job.wanted().path("job").asText())
                .put("page", job.wanted().path("page").asInt());
        var differing = details.putArray("differing");
        var missing = details.putArray("missing");
        var known = new HashSet<String>();
        var silent = connection.settings().shareErrors().equals("none");
        for (var row : detailed(job)) {
            known.add(row.twin());
            if (row.finding().word() == Word.EQUAL) continue;
            add(
                    row.finding().word() == Word.DIFFERING ? differing : missing,
                    row.twin(),
                    silent ? "" : row.finding().why());
        }
        var asked = new HashSet<String>();
        for (var one : job.wanted().path("twins")) {
            var twin = one.path("twin").asText();
            asked.add(twin);
            if (!known.contains(twin)) add(missing, twin, "The other side does not keep it in sync.");
            else
                VerificationRows.id(twin)
                        .flatMap(id -> findings.pairing(
                                id,
                                one.path("issue").asText(),
                                one.path("yours").asText()))
                        .ifPresent(wrong -> add(differing, twin, wrong.why()));
        }
        var extra = details.putArray("extra");
        var from = job.wanted().path("from").asText("");
        var to = job.wanted().path("to").asText("");
        twins.pairsOf(connection.id()).stream()
                .filter(Twins.Pair::active)
                .filter(pair -> pair.twin().toString().compareTo(from) >= 0
                        && pair.twin().toString().compareTo(to) < 0
                        && !asked.contains(pair.twin().toString()))
                .limit(MOST_AT_ONCE)
                .forEach(pair ->
                        extra.addObject().put("twin", pair.twin().toString()).put("key", pair.localKey()));
        transaction.executeWithoutResult(status -> {
            outbox.put(
                    connection.id(),
                    SyncEvent.of(Kind.VERIFIED, ids.generate(), null)
                            .bulk(true)
                            .details(details)
                            .build(),
                    Outbox.BULK);
            wakeUp.outgoing(connection.id());
            jobs.drop(job);
        });
    }

    private static void add(ArrayNode list, String twin, String why) {
        list.addObject().put("twin", twin).put("why", why);
    }

    private record Detailed(String twin, Finding finding) {}

    private List<Detailed> detailed(Job job) {
        var all = jobs.allRows(job.id());
        var found = rows.all(job);
        var result = new ArrayList<Detailed>();
        for (var at = 0; at < all.size(); at++)
            result.add(new Detailed(
                    String.valueOf(all.get(at).twin()), found.get(at).here()));
        return result;
    }
}
