package dev.drawbridge.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.replica.IssueLink;
import dev.drawbridge.replica.Plan;
import dev.drawbridge.replica.Trace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The calls that turn the links of the issue into those that the rule wants. A link is seen from both its issues, and both
 * twins tell of it: it is made once, and a copy is known as one from either end. Links made here are left alone; one whose
 * other end is not under sync yet is made when it is.
 */
final class LinkPlan {
    private final Incoming work;
    private final Twinned twinned;
    private final Map<String, JsonNode> current = new LinkedHashMap<>();
    private final Set<String> theirs = new HashSet<>();
    private final Set<String> kept = new HashSet<>();
    private final List<Plan.Step> steps = new ArrayList<>();
    private final List<Trace> pairs = new ArrayList<>();
    private final Map<String, String> missing = new HashMap<>();

    /**
     * @param pairs links that both sides made by themselves: from now on they belong to the side that wins conflicts
     * @param missing link, as a part of the issue, to the number that its other end has in the partner's Jira
     */
    record Planned(List<Plan.Step> steps, List<Trace> pairs, Map<String, String> missing) {}

    private LinkPlan(Incoming work, Twinned twinned, ObjectNode current) {
        this.work = work;
        this.twinned = twinned;
        current.path("issueLinks")
                .forEach(link -> this.current.put(IssueLink.of(link).key(), link));
    }

    static Planned of(ObjectNode current, ObjectNode wanted, Incoming work, Twinned twinned) {
        var plan = new LinkPlan(work, twinned, current);
        if (wanted.path("issueLinks").isArray()) {
            var byRule = 0;
            for (var link : wanted.path("issueLinks")) {
                if (!link.hasNonNull("otherIssueId")) continue;
                if (Kin.isRemote(link)) plan.theirs(link);
                else plan.ours(link, byRule++);
            }
            plan.current.values().forEach(plan::removeUnwanted);
        }
        return new Planned(plan.steps, plan.pairs, plan.missing);
    }

    private void theirs(JsonNode wanted) {
        var remoteId = remoteId(wanted);
        theirs.add(remoteId);
        var hadCopy = SubItems.hadCopy(work.traces(), Trace.Kind.LINK, remoteId);
        var other = wanted.get("otherIssueId").asText();
        var here = twinned.ofRemote(work.connection().id(), other);
        if (here.isEmpty()) {
            if (!hadCopy && other.matches("[\\w-]{1,64}")) missing.put("issueLinks/" + remoteId, other);
            return;
        }
        if (hadCopy) return;
        var link = new IssueLink(
                wanted.path("linkTypeName").asText(""),
                wanted.path("isOutward").asBoolean(true),
                String.valueOf(here.get().id()));
        var known = current.get(link.key());
        if (known == null) steps.add(new Plan.AddLink(remoteId, link));
        else if (!known.hasNonNull("remoteId"))
            pairs.add(new Trace(
                    Trace.Kind.LINK,
                    link.key(),
                    remoteId,
                    work.connection().weWin() ? Trace.Owner.LOCAL : Trace.Owner.REMOTE));
    }

    /** One that is here already, or that the rule makes by itself. */
    private void ours(JsonNode wanted, int number) {
        var link = IssueLink.of(wanted);
        kept.add(link.key());
        if (!current.containsKey(link.key()) && !wanted.hasNonNull("id"))
            steps.add(new Plan.AddLink(Trace.BY_RULE + work.events().get(0).seq() + "/" + number, link));
    }

    private void removeUnwanted(JsonNode known) {
        var link = IssueLink.of(known);
        if (!known.hasNonNull("remoteId") || kept.contains(link.key())) return;
        var remoteId = known.get("remoteId").asText();
        if (!theirs.contains(remoteId) && !SubItems.isByRule(remoteId) && wasTold(remoteId))
            steps.add(new Plan.RemoveLink(known.path("id").asText(), link));
    }

    /** Only who has told of a link takes it back: the other end may be silent about it. */
    private boolean wasTold(String remoteId) {
        if (work.pending().containsKey("issueLinks/" + remoteId)) return true;
        var previous = work.previous();
        var links = previous == null ? null : previous.get("issueLinks");
        if (links != null) for (var link : links) if (remoteId(link).equals(remoteId)) return true;
        return false;
    }

    /** The number of the link there; where it has none, what it is. */
    private static String remoteId(JsonNode link) {
        var id = link.path("id").asText("");
        return id.matches("[\\w-]{1,64}") ? id : IssueLink.of(link).key();
    }
}
