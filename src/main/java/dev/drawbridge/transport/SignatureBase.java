package dev.drawbridge.transport;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The text that is signed (RFC 9421, 2.5). */
final class SignatureBase {
    private SignatureBase() {}

    /** Empty when the message lacks one of the components, or could make one line look like two. */
    static Optional<byte[]> of(Message message, List<String> components, String parameters) {
        StringBuilder base = new StringBuilder();
        for (String component : components) {
            String derived = message.derived(component);
            Optional<String> value = derived != null
                    ? Optional.of(derived)
                    : message.fields().only(component.substring(1, component.length() - 1));
            if (value.isEmpty() || value.get().chars().anyMatch(c -> c < ' ' || c > '~')) {
                return Optional.empty();
            }
            base.append(component).append(": ").append(value.get()).append('\n');
        }
        base.append("\"@signature-params\": ").append(parameters);
        return Optional.of(base.toString().getBytes(StandardCharsets.US_ASCII));
    }
}
