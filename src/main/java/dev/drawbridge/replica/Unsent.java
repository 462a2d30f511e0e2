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
        var united = newer.was.deepCopy();
        united.setAll(was);
        var names = new LinkedHashSet<String>();
        united.fieldNames().forEachRemaining(names::add);
        for (var name : names)
            if (!newer.replica.has(name) || Canonical.same(united.get(name), newer.replica.get(name)))
                united.remove(name);
        var both = new LinkedHashSet<>(asserted);
        both.addAll(newer.asserted);
        return new Unsent(newer.replica, united, both);
    }

    /**
     * An apply has written these properties: the partner's own values must not travel back as if they were changed here.
     */
    public Unsent afterApply(Replica applied, Set<String> written) {
        var now = replica;
        var former = was.deepCopy();
        var rest = new LinkedHashSet<>(asserted);
        for (var property : written) {
            if (now.has(property) && applied.has(property)) now = now.with(property, applied.get(property));
            former.remove(property);
            rest.remove(property);
        }
        return new Unsent(now, former, rest);
    }
}
