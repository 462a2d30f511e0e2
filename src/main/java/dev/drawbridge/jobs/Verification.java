package dev.drawbridge.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.uuid.NoArgGenerator;
import dev.drawbridge.connection.Connection;
import dev.drawbridge.jobs.Findings.Word;
import dev.drawbridge.queue.Kind;
import dev.drawbridge.queue.Outbox;
import dev.drawbridge.queue.SyncEvent;
import dev.drawbridge.queue.WakeUp;
import dev.drawbridge.twin.Twin;
import dev.drawbridge.twin.Twins;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Compares both sides of all that is under sync in a connection. Each side looks at its own issues; the other is asked by
 * events, which travel whoever dials and wait while it is away.
 */
@Component
class Verification implements Task {
    static final int PAGE = 500;
    static final Duration SECOND_LOOK = Duration.ofSeconds(3), PATIENCE = Duration.ofSeconds(10);
    private static final int MOST_SHOWN = 1000;
    private static final String STAGE = "stage", ANSWERED = "answered", PAGES = "pages", EXTRA = "extra";

    private final Jobs jobs;
    private final VerificationRows rows;
    private final Parties parties;
    private final Findings findings;
    private final Twins twins;
    private final Outbox outbox;
    private final WakeUp wakeUp;
    private final NoArgGenerator ids;
    private final TransactionTemplate transaction;

    Verification(
            Jobs jobs,
            VerificationRows rows,
            Parties parties,
            Findings findings,
            Twins twins,
            Outbox outbox,
            WakeUp wakeUp,
            NoArgGenerator ids,
            TransactionTemplate transaction) {
        this.jobs = jobs;
        this.rows = rows;
        this.parties = parties;
        this.findings = findings;
        this.twins = twins;
        this.outbox = outbox;
        this.wakeUp = wakeUp;
        this.ids = ids;
        this.transaction = transaction;
    }

    @Override
    public Job.Kind kind() {
        return Job.Kind.VERIFY;
    }

    @Override
    public void gather(Job job) {
        var connection = parties.of(job);
        transaction.executeWithoutResult(status -> {
            var all = new ArrayList<Job.Row>();
            twins.pairsOf(connection.id()).stream()
                    .filter(Twins.Pair::active)
                    .filter(pair -> isWanted(job, pair))
                    .sorted(Comparator.comparing(pair -> pair.twin().toString()))
                    .forEach(pair -> all.add(Job.Row.of(all.size() + 1, connection.id(), connection.name())
                            .twin(pair.twin())
                            .local(pair.issueId(), pair.localKey())
                            .remote(pair.remoteKey())));
            jobs.add(job.id(), all);
            jobs.gathered(job.id());
        });
    }

    private static boolean isWanted(Job job, Twins.Pair pair) {
        var issue = job.wanted().path("issue").asText("");
        return issue.isEmpty() || issue.equalsIgnoreCase(pair.localKey());
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
        var state = job.result() instanceof ObjectNode known ? known : JsonNodeFactory.instance.objectNode();
        switch (state.path(STAGE).asText("")) {
            case "" -> {
                jobs.result(job.id(), state.put(STAGE, "SECOND_LOOK"));
                return Optional.of(new Wait(rows.passing(job).isEmpty() ? Duration.ZERO : SECOND_LOOK, ""));
            }
            case "SECOND_LOOK" -> {
                lookAgain(job);
                ask(job, state);
                return Optional.of(new Wait(PATIENCE, "Waits for the partner's answer."));
            }
            case "ASKED" -> {
                if (state.path(ANSWERED).size() < state.path(PAGES).asInt())
                    return Optional.of(new Wait(PATIENCE, "Waits for the partner's answer."));
                jobs.result(job.id(), result(job, state));
                return Optional.empty();
            }
            default -> {
                return Optional.empty();
            }
        }
    }

    /** What was under way may have arrived by now; what is so still differs. */
    private void lookAgain(Job job) {
        var passing = rows.passing(job);
        var found = findings.of(parties.of(job), passing);
        for (var row : passing) {
            var finding = Objects.requireNonNull(found.get(row.number()));
            rows.again(job, row, finding);
        }
    }

    private void ask(Job job, ObjectNode state) {
        var connection = parties.of(job);
        var all = jobs.allRows(job.id());
        transaction.executeWithoutResult(status -> {
            var pages = Math.max(1, (all.size() + PAGE - 1) / PAGE);
            for (var page = 0; page < pages; page++) {
                var details = JsonNodeFactory.instance.objectNode();
                details.put("job", job.id().toString()).put("page", page);
                var one = job.wanted().hasNonNull("issue");
                details.put("from", page == 0 && !one ? "" : all.isEmpty() ? "~" : twin(all, page * PAGE));
                details.put(
                        "to",
                        page == pages - 1
                                ? one && !all.isEmpty() ? twin(all, all.size() - 1) + "~" : "~"
                                : twin(all, (page + 1) * PAGE));
                var list = details.putArray("twins");
                all.subList(page * PAGE, Math.min(all.size(), (page + 1) * PAGE))
                        .forEach(row -> list.addObject()
                                .put("twin", String.valueOf(row.twin()))
                                .put(
                                        "issue",
                                        row.issueId() == null
                                                ? ""
                                                : row.issueId().toString())
                                .put("yours", yours(row)));
                outbox.put(
                        connection.id(),
                        SyncEvent.of(Kind.VERIFY, ids.generate(), null)
                                .bulk(true)
                                .details(details)
                                .build(),
                        Outbox.BULK);
            }
            jobs.result(job.id(), state.put(STAGE, "ASKED").put(PAGES, pages));
            wakeUp.outgoing(connection.id());
        });
    }

    private static String twin(List<Job.Row> all, int at) {
        return String.valueOf(all.get(at).twin());
    }

    private String yours(Job.Row row) {
        return twins.find(Objects.requireNonNull(row.twin()))
                .map(twin -> twin.remote().id())
                .orElse("");
    }

    /** The partner has answered for a page; in the transaction that stores its answer. */
    void answered(Connection connection, JsonNode details) {
        var job = VerificationRows.id(details.path("job").asText()).flatMap(jobs::find);
        if (job.isEmpty()
                || job.get().kind() != Job.Kind.VERIFY
                || job.get().state() != Job.State.RUNNING
                || !connection.id().equals(job.get().connectionId())
                || !(job.get().result() instanceof ObjectNode state)) return;
        var page = details.path("page").asInt(-1);
        for (var known : state.path(ANSWERED)) if (known.asInt() == page) return;
        rows.there(job.get(), details.path("differing"), Word.DIFFERING);
        rows.there(job.get(), details.path("missing"), Word.MISSING);
        for (var one : details.path("extra"))
            if (state.withArray(EXTRA).size() < MOST_SHOWN)
                state.withArray(EXTRA)
                        .addObject()
                        .put("twin", one.path("twin").asText())
                        .put("key", VerificationRows.cut(one.path("key").asText(""), 255));
        state.withArray(ANSWERED).add(page);
        jobs.result(job.get().id(), state);
        jobs.hurry(job.get().id());
    }

    private ObjectNode result(Job job, ObjectNode state) {
        var result = JsonNodeFactory.instance.objectNode();
        var compared = 0;
        var equal = 0;
        var differing = result.putArray("differing");
        var missing = result.putArray("missing");
        for (var row : rows.all(job)) {
            if (row.here().word() == Word.ENDED) continue;
            compared++;
            if (row.here().word() == Word.EQUAL && row.there().word() == Word.EQUAL) equal++;
            for (var side : List.of("LOCAL", "REMOTE")) {
                var finding = side.equals("LOCAL") ? row.here() : row.there();
                if (finding.word() == Word.EQUAL || finding.word() == Word.ENDED) continue;
                var list = finding.word() == Word.MISSING ? missing : differing;
                if (list.size() < MOST_SHOWN)
                    list.addObject()
                            .put("issue", row.localKey())
                            .put("remote", row.remoteKey())
                            .put("side", side)
                            .put("why", finding.why());
            }
        }
        for (var extra : state.path(EXTRA)) {
            if (isLiveHere(extra.path("twin").asText())) continue;
            compared++;
            missing.addObject()
                    .putNull("issue")
                    .put("remote", extra.path("key").asText())
                    .put("side", "LOCAL")
                    .put("why", "The partner keeps its issue in sync with one that this side does not know.");
        }
        result.put("compared", compared).put("equal", equal);
        return result;
    }

    private boolean isLiveHere(String twin) {
        return VerificationRows.id(twin)
                .flatMap(twins::find)
                .filter(Twin::isLive)
                .isPresent();
    }
}
