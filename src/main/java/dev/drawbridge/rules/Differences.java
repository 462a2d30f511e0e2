package dev.drawbridge.rules;

import com.exalate.basic.domain.hubobject.v1.BasicHubIssue;
import com.exalate.basic.domain.hubobject.v1.HubObject;
import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.replica.Canonical;
import dev.drawbridge.replica.Replica;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What of the partner's comments, files and worklogs is new, changed or gone since the last time. */
final class Differences {
    private static final Map<String, String> LISTS =
            Map.of("comments", "Comments", "attachments", "Attachments", "workLogs", "Worklogs");

    private final @Nullable Replica previous;

    /** @param previous null at first: everything is new */
    Differences(@Nullable Replica previous) {
        this.previous = previous;
    }

    /** Makes {@code addedComments, changedComments, removedComments} and so on readable on the replica. */
    void offer(BasicHubIssue replica) {
        LISTS.forEach((list, name) -> {
            replica.later("added" + name, () -> added(replica, list));
            replica.later("changed" + name, () -> changed(replica, list));
            replica.later("removed" + name, () -> removed(replica, list));
        });
    }

    private List<HubObject> added(BasicHubIssue replica, String list) {
        var before = before(list).keySet();
        return now(replica, list, item -> !before.contains(id(item)));
    }

    private List<HubObject> changed(BasicHubIssue replica, String list) {
        var before = before(list);
        return now(replica, list, item -> {
            var then = before.get(id(item));
            return then != null && !Canonical.same(text(then), text(Values.AS_TREE.apply(item)));
        });
    }

    private List<HubObject> removed(BasicHubIssue replica, String list) {
        Set<String> now = new java.util.HashSet<>();
        SubItemMerge.list(replica.get(list)).forEach(item -> now.add(id(item)));
        if (previous == null) return List.of();
        var gone = new ArrayList<HubObject>();
        SubItemMerge.list(HubForm.received(previous.json()).get(list)).stream()
                .filter(item -> !now.contains(id(item)))
                .forEach(gone::add);
        return gone;
    }

    private static List<HubObject> now(
            BasicHubIssue replica, String list, java.util.function.Predicate<HubObject> wanted) {
        return new ArrayList<>(
                SubItemMerge.list(replica.get(list)).stream().filter(wanted).toList());
    }

    private Map<String, JsonNode> before(String list) {
        var items = new HashMap<String, JsonNode>();
        var then = previous == null ? null : previous.get(list);
        if (then != null) then.forEach(item -> items.put(item.path("id").asText(), item));
        return items;
    }

    private static @Nullable JsonNode text(JsonNode item) {
        return item.has("body") ? item.get("body") : item.get("comment");
    }

    private static String id(HubObject item) {
        return String.valueOf(item.get("id"));
    }
}
