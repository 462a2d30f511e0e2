package dev.drawbridge.console;

import dev.drawbridge.security.Caller;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What may hold values of issues is shown to operators and administrators only. */
final class Contents {
    private Contents() {}

    static <T> @Nullable T shown(@Nullable T contents) {
        return Caller.mayReadContents() ? contents : null;
    }

    static <T> List<T> shown(List<T> contents) {
        return Caller.mayReadContents() ? contents : List.of();
    }
}
