package dev.drawbridge.rules;

import dev.drawbridge.rules.guard.Running;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Objects;

/** What rules ask of others takes time that is not theirs. */
final class Elsewhere {
    private Elsewhere() {}

    /**
     * The same, each call of which stops the clock of the rule that makes it.
     *
     * @param type the interface that rules ask through
     */
    static <T> T uncounted(Class<T> type, T asked) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, given) -> Running.away(() -> {
                    try {
                        return method.invoke(asked, given);
                    } catch (InvocationTargetException failed) {
                        throw unchecked(Objects.requireNonNull(failed.getCause()));
                    } catch (IllegalAccessException impossible) {
                        throw new IllegalStateException(impossible);
                    }
                })));
    }

    private static RuntimeException unchecked(Throwable failure) {
        if (failure instanceof Error error) throw error;
        return failure instanceof RuntimeException exception ? exception : new IllegalStateException(failure);
    }
}
