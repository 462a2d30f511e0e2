package dev.drawbridge.rules.guard;

import groovy.lang.Closure;
import org.jspecify.annotations.Nullable;

/** {@code receiver.&name}: each call of it is looked at like a written one. */
final class Pointer extends Closure<@Nullable Object> {
    private static final long serialVersionUID = 1;

    private final transient @Nullable Object receiver;
    private final String name;

    Pointer(@Nullable Object receiver, String name) {
        super(receiver);
        this.receiver = receiver;
        this.name = name;
        maximumNumberOfParameters = 1;
        parameterTypes = new Class<?>[] {Object.class};
    }

    /** Called by Groovy. */
    public @Nullable Object doCall(@Nullable Object... given) {
        return Guard.pointed(receiver, name, given);
    }
}
