package dev.drawbridge.console;

import org.jspecify.annotations.Nullable;

/** What the body of a call must hold. */
final class Required {
    private Required() {}

    static <T> T field(String name, @Nullable T value) {
        if (value == null) throw new IllegalArgumentException(name + " is missing.");
        return value;
    }
}
