package dev.drawbridge.replica;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The part of an event that has not left which may still change.
 *
 * @param was former values of the properties that differ from what the peer has heard
 * @param asserted properties that count as changed although they may look the same
 */
public record Unsent(Replica replica, ObjectNode was, Set<String> asserted) {
    public Unsent {
        was = was.deepCopy();
        asserted = Set.copyOf(asserted);
    }

    /** A newer state takes the place of this one: what the peer heard before is still what this one said. */
    public Unsent replacedBy(Unsent newer) {
        var united = Was.flat(newer.was);
        united.putAll(Was.flat(was));
        var now = Was.flat(newer.replica.json());
        united.entrySet()
                .removeIf(former -> !now.containsKey(former.getKey())
                        || Canonical.same(former.getValue(), now.get(former.getKey())));
        var both = new LinkedHashSet<>(asserted);
        both.addAll(newer.asserted);
        return new Unsent(newer.replica, Was.nested(united), both);
    }

    /**
     * An apply has written these properties: the partner's own values must not travel back as if they were changed here.
     * Of a set, what was added and removed here still waits to be told; only the partner's part is taken out.
     *
     * @param applied the outgoing replica of the issue as it is after the apply
     * @param written properties by name, a custom field as {@code customFields.<id>}
     */
    public Unsent afterApply(Replica applied, Set<String> written) {
        var now = Was.flat(replica.json());
        var former = Was.flat(was);
        var after = Was.flat(applied.json());
        var rest = new LinkedHashSet<>(asserted);
        for (var property : written) {
            rest.remove(property);
            var older = former.remove(property);
            var value = after.get(property);
            if (value == null || !now.containsKey(property)) continue;
            var before = now.put(property, value);
            if (older == null || !Merge.isSet(property, value)) continue;
            var moved = Was.moved(property, older, before, value);
            if (!Canonical.same(moved, value)) former.put(property, moved);
        }
        return new Unsent(Replica.of(Was.nested(now)), Was.nested(former), rest);
    }
}
