package dev.drawbridge.transport;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer as it is signed.
 *
 * @param request the value of the field {@code Signature} of the call that this answers
 */
record Answer(int status, Fields fields, String request) implements Message {
    Answer with(Map<String, String> more) {
        return new Answer(status, fields.with(more), request);
    }

    @Override
    public @Nullable String derived(String component) {
        return switch (component) {
            case "\"@status\"" -> Integer.toString(status);
            case "\"signature\";req" -> request;
            default -> null;
        };
    }
}
