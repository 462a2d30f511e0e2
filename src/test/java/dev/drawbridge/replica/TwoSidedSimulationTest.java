package dev.drawbridge.replica;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.drawbridge.connection.Winner;
import dev.drawbridge.replica.Merge.Wanted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two companies edit, comment, queue, send and apply in random order; when all has arrived both must hold the same, and
 * a comment alone must move nothing. Each variant leaves out one clause of the merge and must be caught.
 */
class TwoSidedSimulationTest {
    private static final int RUNS = 1500;
    private static final int HUNT = 6000;
    private static final String FIELD = "summary";
    private static final String SET = "labels";

    enum Variant {
        THE_DESIGN,
        COMPARES_VALUES_INSTEAD_OF_WAS,
        TAKES_ONLY_THE_NEWEST_EVENT,
        KEEPS_THE_NEWEST_WAS_IN_THE_SLOT,
        DROPS_ASSERT,
        DOES_NOT_ASSERT_EQUAL_VALUES,
        DOES_NOT_RENEW_THE_SLOT,
        DROPS_THE_FORMER_SET_FROM_THE_SLOT,
        LEAVES_THE_HEARD_SET_BEHIND,
        GOES_BY_THE_WINNER_OF_THE_MOMENT
    }

    enum Rules {
        IDENTITY(List.of("a", "b", "c", "d"), List.of("a", "b", "c", "d"), value -> value, value -> value),
        MANY_TO_ONE(
                List.of("Open", "Review", "Doing", "Blocked"),
                List.of("ToDo", "Doing"),
                value -> value.equals("Open") ? "ToDo" : "Doing",
                value -> value.equals("ToDo") ? "Open" : "Doing"),
        PREFIX(
                List.of("a", "b", "c"),
                List.of("[EXT] a", "[EXT] b", "c"),
                value -> "[EXT] " + value,
                value -> value.startsWith("[EXT] ") ? value.substring(6) : value);

        final List<String> here;
        final List<String> there;
        final UnaryOperator<String> toThere;
        final UnaryOperator<String> toHere;

        Rules(List<String> here, List<String> there, UnaryOperator<String> toThere, UnaryOperator<String> toHere) {
            this.here = here;
            this.there = there;
            this.toThere = toThere;
            this.toHere = toHere;
        }

        boolean agree(String a, String b) {
            return toThere.apply(a).equals(b) || toHere.apply(b).equals(a);
        }
    }

    @ParameterizedTest
    @EnumSource(Rules.class)
    void bothCompaniesEndWithTheSameAndACommentMovesNothing(Rules rules) {
        for (var seed = 0; seed < RUNS; seed++)
            assertThat(new Run(rules, Variant.THE_DESIGN, seed).trouble())
                    .as("rules %s, seed %d", rules, seed)
                    .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(value = Variant.class, mode = EnumSource.Mode.EXCLUDE, names = "THE_DESIGN")
    void eachSimplerMergeIsCaught(Variant variant) {
        var caught = false;
        for (var seed = 0; seed < HUNT && !caught; seed++)
            for (var rules : Rules.values())
                caught |= new Run(rules, variant, seed).trouble().isPresent();

        assertThat(caught).as(variant + " in " + HUNT + " seeds").isTrue();
    }

    private record Event(int number, Unsent said, int basedOn, Set<String> changed) {}

    private static final class Run {
        final Random random;
        final Rules rules;
        final Variant variant;
        final Side a;
        final Side b;
        int labels;

        Run(Rules rules, Variant variant, int seed) {
            this.random = new Random(seed);
            this.rules = rules;
            this.variant = variant;
            // Which side wins first alternates with the seed.
            var first = seed % 2 == 0 ? "a" : "b";
            a = new Side(this, "a", first, rules.here, rules.toHere, rules.here.get(0));
            b = new Side(this, "b", first, rules.there, rules.toThere, rules.toThere.apply(rules.here.get(0)));
        }

        Optional<String> trouble() {
            for (var step = 0; step < 40; step++) {
                var side = random.nextBoolean() ? a : b;
                var dice = random.nextInt(100);
                if (dice < 25) side.edit();
                else if (dice < 42) side.queue(false);
                else if (dice < 57) side.queue(true);
                else if (dice < 72) side.handOut(other(side));
                else if (dice < 75) side.wish();
                else side.work();
            }
            if (!settles()) return Optional.of("no rest");
            if (!rules.agree(a.text(), b.text())) return Optional.of("diverged: " + a.issue + " / " + b.issue);
            if (!a.labels().equals(b.labels())) return Optional.of("sets diverged: " + a.issue + " / " + b.issue);
            for (var side : List.of(a, b, a, b)) {
                var before = a.issue.toString() + b.issue;
                side.queue(true);
                settles();
                if (!before.equals(a.issue.toString() + b.issue)) return Optional.of("a comment moved " + before);
            }
            return Optional.empty();
        }

        boolean settles() {
            for (var round = 0; round < 100; round++) {
                if (a.rests() && b.rests()) return true;
                for (var side : List.of(a, b)) {
                    side.queue(false);
                    side.handOut(other(side));
                }
                a.work();
                b.work();
            }
            return false;
        }

        Side other(Side side) {
            return side == a ? b : a;
        }
    }

    private static final class Side {
        final Run run;
        final List<String> values;
        final UnaryOperator<String> incoming;
        final String name;
        final Winner winner;
        final Map<UUID, Integer> notices = new HashMap<>();
        final ObjectNode issue = JsonNodeFactory.instance.objectNode();
        final List<Event> inbox = new ArrayList<>();
        final Map<String, Integer> lastChange = new HashMap<>();
        final Set<String> force = new LinkedHashSet<>();
        Replica heard;

        @Nullable
        Event slot;

        int number;
        int applied;
        boolean untold;

        Side(Run run, String name, String wins, List<String> values, UnaryOperator<String> incoming, String value) {
            this.run = run;
            this.name = name;
            this.winner = new Winner(wins);
            this.values = values;
            this.incoming = incoming;
            issue.put(FIELD, value).putArray(SET);
            heard = Replica.of(issue);
        }

        String text() {
            return issue.get(FIELD).textValue();
        }

        Set<String> labels() {
            var result = new TreeSet<String>();
            StreamSupport.stream(issue.get(SET).spliterator(), false).forEach(label -> result.add(label.textValue()));
            return result;
        }

        void edit() {
            if (run.random.nextInt(3) > 0) {
                issue.put(FIELD, values.get(run.random.nextInt(values.size())));
                return;
            }
            var labels = labels();
            if (labels.isEmpty() || run.random.nextBoolean()) labels.add("label" + run.labels++);
            else labels.remove(labels.iterator().next());
            var array = issue.putArray(SET);
            labels.forEach(array::add);
        }

        boolean rests() {
            return !untold && inbox.isEmpty() && slot == null && force.isEmpty() && heard.equals(Replica.of(issue));
        }

        void queue(boolean comment) {
            var told = Replica.of(issue);
            if (told.equals(heard) && !comment && force.isEmpty()) return;
            var newer = new Unsent(told, Was.between(heard, told), force);
            Set<String> changed = new LinkedHashSet<>(Was.flat(newer.was()).keySet());
            changed.addAll(force);
            if (slot != null) {
                changed.addAll(slot.changed);
                newer = replace(slot.said, newer);
            }
            slot = new Event(0, newer, applied, changed);
            force.clear();
            heard = told;
        }

        Unsent replace(Unsent older, Unsent newer) {
            var whole = older.replacedBy(newer);
            return switch (run.variant) {
                case KEEPS_THE_NEWEST_WAS_IN_THE_SLOT -> new Unsent(newer.replica(), newer.was(), whole.asserted());
                case DROPS_ASSERT -> new Unsent(whole.replica(), whole.was(), newer.asserted());
                default -> whole;
            };
        }

        /** Its administrator wants the other one to win, or no longer does. */
        void wish() {
            untold |= winner.propose(!winner.isProposedHere());
        }

        /** Where it stands leaves before what it says of issues, and is heard the moment it arrives. */
        void tell(Side peer) {
            if (!untold) return;
            untold = false;
            number++;
            var notice = UUID.randomUUID();
            notices.put(notice, number);
            if (winner.term() > 0 && winner.notice() == null) winner.noticed(notice);
            peer.untold |= peer.winner.heard(winner.term(), winner.isProposedHere(), number);
        }

        boolean wins(String field, List<Event> taken) {
            if (run.variant == Variant.GOES_BY_THE_WINNER_OF_THE_MOMENT)
                return winner.current("a", "b").equals(name);
            var here = !Canonical.same(issue.get(field), heard.get(field))
                    || (slot != null && slot.changed.contains(field));
            var ours = here ? null : Long.valueOf(lastChange.getOrDefault(field, 0));
            var theirs = taken.stream()
                    .filter(event -> event.changed.contains(field))
                    .mapToInt(Event::number)
                    .max()
                    .orElse(0);
            return winner.between(ours, theirs, notice -> Long.valueOf(notices.getOrDefault(notice, 0)), "a", "b")
                    .equals(name);
        }

        void handOut(Side peer) {
            tell(peer);
            if (slot == null) return;
            number++;
            slot.changed.forEach(field -> lastChange.put(field, number));
            peer.inbox.add(new Event(number, slot.said, slot.basedOn, slot.changed));
            slot = null;
        }

        void work() {
            if (inbox.isEmpty()) return;
            var taken = List.copyOf(run.random.nextInt(10) < 6 ? inbox : inbox.subList(0, 1));
            inbox.subList(0, taken.size()).clear();
            var newest = taken.get(taken.size() - 1);
            applied = newest.number;
            var before = Replica.of(issue);
            Set<String> written = new LinkedHashSet<>();
            for (var field : List.of(FIELD, SET)) {
                var here = changedHere(field, newest.basedOn);
                var outcome = Merge.field(field, issue.get(field), wanted(field, taken), here, wins(field, taken));
                if (outcome instanceof Merge.Keep keep && asserts(field, keep)) force.add(field);
                if (outcome instanceof Merge.Apply apply) issue.set(field, apply.value());
                if (outcome instanceof Merge.Yield yield) issue.set(field, yield.value());
                if (outcome instanceof Merge.Apply || outcome instanceof Merge.Yield) written.add(field);
            }
            settle(before, written);
        }

        boolean asserts(String field, Merge.Keep keep) {
            return run.variant != Variant.DOES_NOT_ASSERT_EQUAL_VALUES
                    || !Canonical.same(keep.lost(), issue.get(field));
        }

        boolean changedHere(String field, int basedOn) {
            return lastChange.getOrDefault(field, 0) > basedOn
                    || !Canonical.same(issue.get(field), heard.get(field))
                    || (slot != null && slot.changed.contains(field));
        }

        List<Wanted> wanted(String field, List<Event> taken) {
            var all = taken.stream()
                    .map(event -> new Wanted(
                            wants(field, event.said.replica()),
                            run.variant == Variant.COMPARES_VALUES_INSTEAD_OF_WAS && !Merge.isSet(field)
                                    ? issue.get(field)
                                    : wants(field, Was.putBack(event.said.replica(), event.said.was())),
                            event.said.asserted().contains(field)))
                    .toList();
            return run.variant == Variant.TAKES_ONLY_THE_NEWEST_EVENT && !Merge.isSet(field)
                    ? all.subList(all.size() - 1, all.size())
                    : all;
        }

        @Nullable
        JsonNode wants(String field, Replica replica) {
            var value = replica.get(field);
            return value instanceof TextNode text ? TextNode.valueOf(incoming.apply(text.textValue())) : value;
        }

        void settle(Replica before, Set<String> written) {
            var now = Replica.of(issue);
            for (var field : written) {
                var follows = Merge.isSet(field) && run.variant != Variant.LEAVES_THE_HEARD_SET_BEHIND;
                if (follows)
                    heard = heard.with(field, Merge.follow(heard.get(field), before.get(field), now.get(field)));
                else if (!Merge.isSet(field)) heard = heard.with(field, now.get(field));
            }
            if (slot == null || written.isEmpty() || run.variant == Variant.DOES_NOT_RENEW_THE_SLOT) return;
            slot = new Event(0, renewed(slot.said, now, written), slot.basedOn, still(slot.changed, written));
        }

        /** The slot was made from what was heard, so a set in it moves as heard does and not as the issue does. */
        Unsent renewed(Unsent said, Replica now, Set<String> written) {
            var told = written.contains(SET) ? now.with(SET, heard.get(SET)) : now;
            var whole = said.afterApply(told, written);
            if (run.variant != Variant.DROPS_THE_FORMER_SET_FROM_THE_SLOT) return whole;
            var was = whole.was();
            return new Unsent(whole.replica(), was.without(written), whole.asserted());
        }

        static Set<String> still(Set<String> changed, Set<String> written) {
            var rest = new LinkedHashSet<>(changed);
            rest.removeAll(written);
            return rest;
        }
    }
}
