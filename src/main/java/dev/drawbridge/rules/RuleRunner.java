package dev.drawbridge.rules;

import com.atlassian.jira.component.JiraHost;
import com.exalate.api.domain.twintrace.TraceType;
import com.exalate.basic.domain.BasicNonPersistentTrace;
import com.exalate.basic.domain.hubobject.v1.BasicHubIssue;
import com.exalate.basic.domain.hubobject.v1.FieldLookup;
import com.exalate.basic.domain.hubobject.v1.HubObject;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.replica.Replica;
import dev.drawbridge.replica.Trace;
import dev.drawbridge.replica.Warning;
import dev.drawbridge.twin.Kin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one rule on neutral JSON and gives back neutral JSON: knows hub objects, and nothing of lanes and queues. */
final class RuleRunner {
    private final Runs runs;
    private final Surroundings around;
    private final @Nullable Isolation isolation;

    RuleRunner(Runs runs, Surroundings around) {
        this(runs, around, null);
    }

    /** @param isolation where the rules run instead of this process; null for this one */
    RuleRunner(Runs runs, Surroundings around, @Nullable Isolation isolation) {
        this.runs = runs;
        this.around = around;
        this.isolation = isolation;
    }

    /** The same in other surroundings. */
    RuleRunner in(Surroundings others) {
        return new RuleRunner(runs, others, isolation);
    }

    /**
     * What an incoming rule is run on.
     *
     * @param before the local issue as it was read; null while it is to be made
     * @param project where the issue is, or is to be made as far as that is known
     * @param received what the partner says
     * @param previous what the partner said before; null at first
     * @param pending what of the partner could not be applied yet
     * @param doing what the run may do besides
     */
    record Given(
            Terms terms,
            @Nullable ObjectNode before,
            String project,
            Replica received,
            @Nullable Replica previous,
            boolean firstSync,
            List<Trace> traces,
            Set<String> pending,
            Doing doing) {}

    /**
     * What a run may do besides saying what it wants.
     *
     * @param effects calls of the rule may change something: not in a run that only compares or tries
     * @param untilStored the run is over when the rule stores the issue
     * @param log where the rule's log goes
     */
    record Doing(boolean effects, boolean untilStored, Logger log) {
        private static final Logger LOG = LoggerFactory.getLogger("drawbridge.rules");
        static final Doing ALL = new Doing(true, false, LOG);
        static final Doing NOTHING = new Doing(false, false, LOG);
        static final Doing UNTIL_STORED = new Doing(false, true, LOG);

        /** Nothing, with the log of the rule kept there. */
        static Doing noted(Logger log) {
            return new Doing(false, false, log);
        }
    }

    /** What the outgoing rule says, and what it asked for besides. */
    record Said(Replica replica, Asked asked) {}

    /**
     * What the rule made of a replica, and what of it had to be left out here.
     *
     * @param places the line that set each field, by its neutral name
     */
    record Wanted(ObjectNode issue, List<Warning> warnings, Asked asked, Map<String, Rulebook.Place> places) {}

    /**
     * What the outgoing rule says of an issue.
     *
     * @param doing what the run may do besides
     * @throws RuleBroken when the rule fails, or says what cannot be said
     */
    Said outgoing(Rulebook book, Terms terms, ObjectNode issue, Doing doing) {
        if (isolation != null) return isolation.outgoing(book, terms, issue, doing, around);
        var people = new People(around.directory(), book.users());
        var hub = HubForm.local(issue, new LocalFields(around.directory(), issue));
        var replica = new BasicHubIssue(FieldLookup.FREE);
        var scene = new Scene(around, terms, people, hub, issue, new Missed(), new Asked(), doing);
        var origin = new Origin(book.outgoing());
        var bindings = new Bindings(scene, replica, Pairings.NONE);
        var said = run(book.outgoing(), scene, bindings, NeutralForm.ofReplica(), replica, origin);
        return new Said(Replica.of(said), scene.asked());
    }

    /**
     * What the incoming rule makes of what the partner says.
     *
     * @throws RuleBroken when the rule fails, or wants what cannot be
     */
    Wanted incoming(Rulebook book, Given given) {
        if (isolation != null) return isolation.incoming(book, given, around);
        var directory = around.directory();
        var people = new People(directory, book.users());
        var before = given.before();
        var fields = new LocalFields(directory, before);
        var issue = before == null ? new BasicHubIssue(fields) : HubForm.local(before, fields);
        var asked = new Asked();
        var scene = new Scene(around, given.terms(), people, issue, before, new Missed(), asked, given.doing());
        var received = made(given, people);
        var pairings = new Pairings(given.traces(), given.previous(), given.pending());
        var form = NeutralForm.ofIssue(person -> here(people, person), pairings, before);
        var origin = new Origin(book.incoming());
        var wanted = run(book.incoming(), scene, bindings(given, scene, received, form, pairings), form, issue, origin);
        var sieve = new Sieve(directory);
        sieve.sift(
                wanted, before == null ? wanted.path("project").path("key").asText(given.project()) : given.project());
        var warnings = new ArrayList<>(form.warnings());
        warnings.addAll(sieve.warnings());
        warnings.addAll(scene.missed().warnings(received, wanted, before));
        if (given.pending().contains("type") && before != null) stillOtherType(received, before, warnings);
        return new Wanted(wanted, warnings, asked, origin.of(issue));
    }

    /** What it leaves behind is read in the run, too: texts and objects of the rule's own may still compute something. */
    private ObjectNode run(
            Rulebook.Rule rule, Scene scene, Bindings bindings, NeutralForm form, BasicHubIssue left, Origin origin) {
        var jira = new RestJira(scene);
        var said = new AtomicReference<ObjectNode>();
        runs.run(rule, bindings.names(), script -> {
            JiraHost.bind(jira);
            HubObject.listen(origin);
            try {
                untilStored(scene.asked(), script);
                var halfway = scene.asked().halfway();
                said.set(halfway == null ? neutral(rule, form, left, origin) : halfway);
            } finally {
                HubObject.listen(null);
                JiraHost.bind(null);
            }
        });
        return Objects.requireNonNull(said.get());
    }

    /** It is stopped by an error, which a rule may have wrapped in others. */
    private static void untilStored(Asked asked, Runnable script) {
        try {
            script.run();
        } catch (RuntimeException | Error stopped) {
            if (asked.halfway() == null) throw stopped;
        }
    }

    private Bindings bindings(Given given, Scene scene, Replica received, NeutralForm form, Pairings pairings) {
        var before = given.before();
        var replica = HubForm.received(received.json());
        new Differences(given.previous()).offer(replica);
        var previous = given.previous();
        return new Bindings(scene, replica, pairings)
                .incoming(
                        given.firstSync(),
                        given.firstSync() || previous == null ? null : HubForm.received(previous.json()),
                        before == null
                                ? new BasicHubIssue()
                                : HubForm.local(before, new LocalFields(around.directory(), before)),
                        replica.get("key"),
                        traces(given.traces()),
                        new Store(scene, form));
    }

    private static List<BasicNonPersistentTrace> traces(List<Trace> known) {
        var traces = new ArrayList<BasicNonPersistentTrace>();
        for (var trace : known)
            if (trace.kind() != Trace.Kind.LINK)
                traces.add(new BasicNonPersistentTrace()
                        .setType(TraceType.valueOf(trace.kind().name()))
                        .setLocalId(trace.localId())
                        .setRemoteId(trace.remoteId()));
        return traces;
    }

    /** Who a person of the partner is here; null when nobody is known to be. */
    private static @Nullable JsonNode here(People people, Remote.User person) {
        return people.local(Values.AS_TREE.apply(person)).orElse(null);
    }

    /** The partner's texts as this connection takes them: mentions and files are ours, markup is harmless. */
    private static Replica made(Given given, People people) {
        JsonNode mentions = given.received().has("mentions") ? given.received().get("mentions") : null;
        var known = mentions == null ? JsonNodeFactory.instance.objectNode() : mentions;
        UnaryOperator<String> markup = given.terms().markup().equals("as-is") ? text -> text : Markup::safe;
        var files = new Filenames(
                given.received(), given.traces(), given.before(), given.terms().remoteShort());
        return Kin.marked(Clean.of(
                        files.renamed(given.received()),
                        text -> markup.apply(Mentions.ours(files.here(text), known, people)))
                .without("mentions"));
    }

    private static void stillOtherType(Replica replica, ObjectNode before, List<Warning> warnings) {
        var theirs = replica.get("type");
        var ours = before.path("type");
        if (theirs != null
                && !theirs.path("name")
                        .asText()
                        .equalsIgnoreCase(ours.path("name").asText())) warnings.add(Missed.otherType(theirs, ours));
    }

    /** What a rule left behind; nonsense is the rule's fault. */
    private static ObjectNode neutral(Rulebook.Rule rule, NeutralForm form, BasicHubIssue left, Origin origin) {
        try {
            return form.of(left);
        } catch (NeutralForm.Nonsense nonsense) {
            throw RuleBroken.at(
                    origin.of(left).get(nonsense.property()), rule, String.valueOf(nonsense.getMessage()), nonsense);
        }
    }
}
