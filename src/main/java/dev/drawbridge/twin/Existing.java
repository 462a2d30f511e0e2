package dev.drawbridge.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.drawbridge.replica.Canonical;
import dev.drawbridge.replica.Replica;
import dev.drawbridge.replica.Trace;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Which comments, attachments and worklogs of two issues that are being connected are the same thing twice. Both sides work it out
 * for themselves from the two replicas that travelled, and come to the same result: nothing of it is taken on trust.
 */
final class Existing {
    private static final Map<Trace.Kind, String> LISTS = Map.of(
            Trace.Kind.COMMENT, "comments",
            Trace.Kind.ATTACHMENT, "attachments",
            Trace.Kind.WORKLOG, "workLogs",
            Trace.Kind.LINK, "issueLinks");

    private final Replica proposer;
    private final Replica acceptor;
    private final List<Pair> pairs = new ArrayList<>();

    /** @param match whether equal things are paired at all */
    Existing(Replica proposer, Replica acceptor, boolean match) {
        this.proposer = proposer;
        this.acceptor = acceptor;
        if (!match) return;
        pair(Trace.Kind.COMMENT, Existing::sameComment);
        pair(Trace.Kind.ATTACHMENT, Existing::sameFile);
        pair(Trace.Kind.WORKLOG, Existing::sameWork);
    }

    /**
     * One thing that both issues have.
     *
     * @param proposed its id on the side that proposed
     * @param accepted its id on the other side
     * @param byProposer whether the side that proposed had it first: then it is the owner
     */
    record Pair(Trace.Kind kind, String proposed, String accepted, boolean byProposer) {}

    List<Pair> pairs() {
        return List.copyOf(pairs);
    }

    /** Ids of what only the proposer has. */
    Set<String> onlyProposed(Trace.Kind kind) {
        var ids = ids(proposer, kind);
        pairs.stream().filter(pair -> pair.kind() == kind).forEach(pair -> ids.remove(pair.proposed()));
        return ids;
    }

    /** Ids of what only the acceptor has. */
    Set<String> onlyAccepted(Trace.Kind kind) {
        var ids = ids(acceptor, kind);
        pairs.stream().filter(pair -> pair.kind() == kind).forEach(pair -> ids.remove(pair.accepted()));
        return ids;
    }

    /** The replica without these of its things of that kind. */
    static Replica without(Replica replica, Trace.Kind kind, Set<String> ids) {
        if (ids.isEmpty() || !(replica.get(list(kind)) instanceof ArrayNode items)) return replica;
        var rest = JsonNodeFactory.instance.arrayNode();
        items.forEach(item -> {
            if (!ids.contains(item.path("id").asText())) rest.add(item);
        });
        return replica.with(list(kind), rest);
    }

    static String list(Trace.Kind kind) {
        return Objects.requireNonNull(LISTS.get(kind));
    }

    private void pair(Trace.Kind kind, BiPredicate<JsonNode, JsonNode> same) {
        var free = items(acceptor, kind);
        for (var proposed : items(proposer, kind)) {
            var twin = free.stream()
                    .filter(accepted -> same.test(proposed, accepted))
                    .findFirst();
            if (twin.isEmpty()) continue;
            free.remove(twin.get());
            pairs.add(new Pair(
                    kind,
                    proposed.path("id").asText(),
                    twin.get().path("id").asText(),
                    !created(twin.get()).isBefore(created(proposed))));
        }
    }

    private static boolean sameComment(JsonNode one, JsonNode other) {
        return !one.path("body").asText().isBlank() && sameWords(one.path("body"), other.path("body"));
    }

    private static boolean sameWork(JsonNode one, JsonNode other) {
        return instant(one, "startDate").equals(instant(other, "startDate"))
                && one.path("timeSpent").asLong(-1) == other.path("timeSpent").asLong(-2)
                && sameWords(one.path("comment"), other.path("comment"));
    }

    /** The same words, or the same under one more line that names the author. */
    private static boolean sameWords(JsonNode one, JsonNode other) {
        var first = Canonical.of(one).asText("").strip();
        var second = Canonical.of(other).asText("").strip();
        return first.equals(second) || isUnderALine(first, second) || isUnderALine(second, first);
    }

    private static boolean isUnderALine(String whole, String words) {
        return whole.endsWith("\n" + words) && whole.indexOf('\n') == whole.length() - words.length() - 1;
    }

    private static boolean sameFile(JsonNode one, JsonNode other) {
        return one.path("filename").asText().equals(other.path("filename").asText())
                && one.path("filesize").asLong(-1) == other.path("filesize").asLong(-2);
    }

    private static Instant created(JsonNode item) {
        return instant(item, "created");
    }

    private static Instant instant(JsonNode item, String name) {
        try {
            return Instant.parse(item.path(name).asText());
        } catch (DateTimeException unknown) {
            return Instant.EPOCH;
        }
    }

    private static Set<String> ids(Replica replica, Trace.Kind kind) {
        var ids = new LinkedHashSet<String>();
        items(replica, kind).forEach(item -> ids.add(item.path("id").asText()));
        return ids;
    }

    private static List<JsonNode> items(Replica replica, Trace.Kind kind) {
        var items = new ArrayList<JsonNode>();
        if (replica.get(list(kind)) instanceof ArrayNode list)
            list.forEach(item -> {
                if (item.hasNonNull("id")) items.add(item);
            });
        return items;
    }
}
