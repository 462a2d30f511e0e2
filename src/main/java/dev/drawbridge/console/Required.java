package dev.drawbridge.console;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the body of a call must hold. */
final class Required {
    private Required() {}

    static <T> T field(String name, @Nullable T value) {
        if (value == null) throw new IllegalArgumentException(name + " is missing.");
        return value;
    }

    /** What is made of a field; where nothing can be, its name is said along. */
    static <T> T valid(String name, Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException wrong) {
            throw new Problems.WrongField(name, String.valueOf(wrong.getMessage()));
        }
    }
}
