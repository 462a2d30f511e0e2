package dev.drawbridge.rules;

import com.exalate.basic.domain.hubobject.v1.HubObject;
import dev.drawbridge.replica.Trace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** How the comments, attachments and worklogs of the partner meet those that are here. */
final class SubItemMerge {
    private final Pairings pairings;

    SubItemMerge(Pairings pairings) {
        this.pairings = pairings;
    }

    /** Carries what the partner changed over to the copy here. */
    interface Change {
        void take(HubObject local, HubObject theirs);
    }

    /**
     * What is here, with the partner's new things added and its deleted ones gone.
     *
     * @param made a copy of the partner's thing, as it is to be made here
     * @param change null when things of this kind never change
     */
    List<Object> merge(
            Trace.Kind kind,
            @Nullable Object here,
            @Nullable Object there,
            UnaryOperator<HubObject> made,
            @Nullable Change change) {
        var result = new ArrayList<Object>(list(here));
        Map<String, HubObject> remote = new LinkedHashMap<>();
        list(there).forEach(theirs -> remote.put(String.valueOf(theirs.get("id")), theirs));
        // What an earlier merge in the same rule added is shaped anew.
        result.removeIf(local -> isCopy(local) && (!isMade(local) || !remote.containsKey(remoteId(local))));
        for (var local : result) {
            var theirs = isCopy(local) ? remote.remove(remoteId(local)) : null;
            if (theirs != null && change != null) change.take((HubObject) local, theirs);
        }
        remote.forEach((id, theirs) -> {
            if (!pairings.known(kind, id)) result.add(made.apply(theirs));
        });
        return result;
    }

    /** A copy that knows what it is a copy of. */
    static <T extends HubObject> T copy(HubObject theirs, T copy) {
        copy.putAll(theirs);
        copy.put("remoteId", String.valueOf(copy.remove("id")));
        return copy;
    }

    static List<HubObject> list(@Nullable Object value) {
        var list = new ArrayList<HubObject>();
        if (value instanceof Iterable<?> many) for (var one : many) if (one instanceof HubObject thing) list.add(thing);
        return list;
    }

    private static boolean isCopy(Object local) {
        return local instanceof HubObject thing
                && thing.get("remoteId") != null
                && !remoteId(local).startsWith(Trace.BY_RULE);
    }

    private static boolean isMade(Object local) {
        return ((HubObject) local).get("id") != null;
    }

    private static String remoteId(Object local) {
        return String.valueOf(((HubObject) local).get("remoteId"));
    }
}
