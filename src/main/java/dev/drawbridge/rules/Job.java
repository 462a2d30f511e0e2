package dev.drawbridge.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.replica.Plan;
import dev.drawbridge.replica.Replica;
import dev.drawbridge.replica.Trace;
import dev.drawbridge.replica.Warning;
import dev.drawbridge.rules.guard.RuleLoader;
import dev.drawbridge.twin.Wishes;
import java.net.URL;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One run of a rule, as it is told to a worker process.
 *
 * @param version of all that the rule is compiled with
 * @param sources all texts that the rule is compiled with, itself among them
 * @param rule file of the rule
 * @param replica what the partner says; null for an outgoing rule
 */
record Job(
        String version,
        String rule,
        List<RuleSource> sources,
        List<URL> archives,
        Map<String, byte[]> resources,
        Map<String, String> users,
        Terms terms,
        String jiraUrl,
        long limitMillis,
        @Nullable ObjectNode issue,
        @Nullable JsonNode replica,
        @Nullable JsonNode previous,
        String project,
        boolean firstSync,
        List<Trace> traces,
        Set<String> pending,
        boolean effects,
        boolean untilStored) {

    static Job outgoing(Rulebook book, Terms terms, String jiraUrl, Duration limit, ObjectNode issue, boolean effects) {
        return new Job(
                book.version(),
                book.outgoing().file(),
                List.copyOf(book.outgoing().sources().values()),
                RuleLoader.archives(book.outgoing().script()),
                RuleLoader.resources(book.outgoing().script()),
                book.users().localByRemote(),
                terms,
                jiraUrl,
                limit(book.outgoing(), limit),
                issue,
                null,
                null,
                "",
                false,
                List.of(),
                Set.of(),
                effects,
                false);
    }

    static Job incoming(Rulebook book, String jiraUrl, Duration limit, RuleRunner.Given given) {
        return new Job(
                book.version(),
                book.incoming().file(),
                List.copyOf(book.incoming().sources().values()),
                RuleLoader.archives(book.incoming().script()),
                RuleLoader.resources(book.incoming().script()),
                book.users().localByRemote(),
                given.terms(),
                jiraUrl,
                limit(book.incoming(), limit),
                given.before(),
                given.received().json(),
                given.previous() == null ? null : given.previous().json(),
                given.project(),
                given.firstSync(),
                given.traces(),
                given.pending(),
                given.doing().effects(),
                given.doing().untilStored());
    }

    private static long limit(Rulebook.Rule rule, Duration usual) {
        var own = rule.timeLimit();
        return (own == null ? usual : own).toMillis();
    }

    /** The one that is run; the other rule of its connection is there because both were compiled together. */
    RuleSource source() {
        return sources.stream()
                .filter(each -> each.file().equals(rule))
                .findFirst()
                .orElseThrow();
    }

    RuleRunner.Given given(org.slf4j.Logger log) {
        return new RuleRunner.Given(
                terms,
                issue,
                project,
                Replica.of((ObjectNode) java.util.Objects.requireNonNull(replica)),
                previous instanceof ObjectNode known ? Replica.of(known) : null,
                firstSync,
                traces,
                pending,
                new RuleRunner.Doing(effects, untilStored, log));
    }

    /** A line of a file. */
    record Spot(String file, int line) {}

    /**
     * What came of it.
     *
     * @param spots the line that set each field, by its neutral name
     */
    record Result(ObjectNode json, List<Warning> warnings, Wish wishes, Map<String, Spot> spots, List<String> log) {
        /** Where that is in the texts of the rule as this node has them. */
        Map<String, Rulebook.Place> places(Rulebook.Rule rule) {
            var places = new HashMap<String, Rulebook.Place>();
            spots.forEach((field, spot) -> rule.sources().values().stream()
                    .filter(source -> source.file().equals(spot.file()))
                    .findFirst()
                    .ifPresent(source -> places.put(field, new Rulebook.Place(source, spot.line()))));
            return places;
        }

        static Result of(RuleRunner.Said said, List<String> log) {
            return new Result(
                    said.replica().json(), List.of(), Wish.of(said.asked().wishes()), Map.of(), log);
        }

        static Result of(RuleRunner.Wanted wanted, List<String> log) {
            var spots = new HashMap<String, Spot>();
            wanted.places()
                    .forEach((field, place) ->
                            spots.put(field, new Spot(place.source().file(), place.line())));
            return new Result(
                    wanted.issue(), wanted.warnings(), Wish.of(wanted.asked().wishes()), spots, log);
        }
    }

    /** Wishes, with the two kinds of first steps apart. */
    record Wish(
            List<Plan.CreateVersion> versions,
            List<Plan.CreateComponent> components,
            List<ObjectNode> stored,
            @Nullable String transition,
            boolean halfway,
            Set<String> notes,
            Wishes.Afterwards afterwards) {

        static Wish of(Wishes wishes) {
            return new Wish(
                    wishes.first().stream()
                            .filter(Plan.CreateVersion.class::isInstance)
                            .map(Plan.CreateVersion.class::cast)
                            .toList(),
                    wishes.first().stream()
                            .filter(Plan.CreateComponent.class::isInstance)
                            .map(Plan.CreateComponent.class::cast)
                            .toList(),
                    wishes.stored(),
                    wishes.transition(),
                    wishes.halfway(),
                    new HashSet<>(wishes.notes()),
                    wishes.afterwards());
        }

        Asked asked() {
            var asked = new Asked();
            versions.forEach(asked::beforehand);
            components.forEach(asked::beforehand);
            stored.forEach(asked::stored);
            if (transition != null) asked.transition(transition);
            if (halfway) asked.halfway(com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode());
            notes.forEach(asked::note);
            if (afterwards.syncBack()) asked.syncBack();
            if (afterwards.unsync()) asked.unsync();
            afterwards.alsoSync().forEach(asked::sync);
            afterwards.delete().forEach(asked::delete);
            return asked;
        }
    }
}
