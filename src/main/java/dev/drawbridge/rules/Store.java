package dev.drawbridge.rules;

import dev.drawbridge.rules.guard.Running;
import groovy.lang.Closure;
import org.jspecify.annotations.Nullable;

/**
 * {@code store(issue)} in incoming rules: what the issue is like up to here is written before what follows. The run of the
 * rule goes on at once; the writes are made in this order when it has ended. An issue that is still to be made is made first,
 * and the rule begins anew with it.
 */
final class Store extends Closure<@Nullable Object> {
    private static final long serialVersionUID = 1;

    private final transient Scene scene;
    private final transient NeutralForm form;

    Store(Scene scene, NeutralForm form) {
        super("store"); // A rule can ask for the owner of a closure.
        this.scene = scene;
        this.form = form;
    }

    /** Called by Groovy. */
    public @Nullable Object doCall(@Nullable Object... issue) {
        if (scene.doing().untilStored()) {
            scene.asked().halfway(form.of(scene.issue()));
            throw Running.over();
        }
        scene.asked().stored(form.of(scene.issue()));
        return issue.length == 0 ? null : issue[0];
    }
}
