package dev.drawbridge.sandbox;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * One step of a workflow: a name that people press and the status it leads to.
 *
 * @param screen ids of the fields that can be set on the way
 * @param required ids of those without which it is refused
 */
public record Transition(String name, String to, Set<String> screen, Set<String> required) {
    public Transition {
        screen = Set.copyOf(screen);
        required = Set.copyOf(required);
    }

    /** A step without a screen of its own. */
    public Transition(String name, String to) {
        this(name, to, Set.of(), Set.of());
    }

    /** A transition called like the status it leads to. */
    public static Transition to(String status) {
        return new Transition(status, status);
    }

    /** The same with fields on its screen. */
    public Transition asking(String... fields) {
        var all = new LinkedHashSet<>(screen);
        all.addAll(Set.of(fields));
        return new Transition(name, to, all, required);
    }

    /** The same with fields on its screen that must be set. */
    public Transition demanding(String... fields) {
        var all = new LinkedHashSet<>(required);
        all.addAll(Set.of(fields));
        return new Transition(name, to, asking(fields).screen, all);
    }
}
