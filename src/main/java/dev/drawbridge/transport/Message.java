package dev.drawbridge.transport;

import org.jspecify.annotations.Nullable;

/** What a signature is about: header fields, and what stands in no field. */
sealed interface Message permits Call, Answer {
    Fields fields();

    /** The value of a component that is no plain header field; null for all others. */
    @Nullable
    String derived(String component);
}
