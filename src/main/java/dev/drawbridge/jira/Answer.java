package dev.drawbridge.jira;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Jira answered.
 *
 * @param body its JSON, missing when it was none
 * @param text the beginning of a body that was no JSON
 * @param headers by name in lower case
 */
record Answer(int status, JsonNode body, String text, Map<String, String> headers) {
    static final long LARGEST = 64L << 20;
    private static final int ENOUGH_TEXT = 16 << 10;
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxDocumentLength(LARGEST)
                            .build())
                    .build())
            .build();

    /** An answer longer than anything that Jira has reason to say. */
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1;

        TooLarge() {
            super("Jira answered with more than " + (LARGEST >> 20) + " MiB");
        }
    }

    static Answer read(int status, Map<String, String> headers, @Nullable InputStream stream) throws IOException {
        if (stream == null) return new Answer(status, MissingNode.getInstance(), "", headers);
        var type = headers.getOrDefault("content-type", "").toLowerCase(Locale.ROOT);
        if (!type.contains("json")) {
            var text = new String(stream.readNBytes(ENOUGH_TEXT), StandardCharsets.UTF_8);
            return new Answer(status, MissingNode.getInstance(), text, headers);
        }
        try {
            var json = JSON.readTree(stream);
            return new Answer(status, json == null ? MissingNode.getInstance() : json, "", headers);
        } catch (StreamConstraintsException large) {
            var refusal = new TooLarge();
            refusal.initCause(large);
            throw refusal;
        } catch (JsonProcessingException broken) {
            return new Answer(status, MissingNode.getInstance(), "broken JSON", headers);
        }
    }

    @Nullable
    String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** Whether the body is how Jira itself explains a refusal, and not some page of something in between. */
    boolean isExplained() {
        return body.has("errorMessages") || body.has("errors") || header("X-AREQUESTID") != null;
    }
}
