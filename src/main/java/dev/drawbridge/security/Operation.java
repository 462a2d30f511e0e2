package dev.drawbridge.security;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.springframework.web.util.ContentCachingRequestWrapper;

/** Which operation of which bean a call to Jolokia is about, without its arguments; known once the call has been read. */
final class Operation {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LONGEST = 20_000;

    private final ContentCachingRequestWrapper request;

    Operation(HttpServletRequest request) {
        this.request = new ContentCachingRequestWrapper(request, LONGEST);
    }

    HttpServletRequest request() {
        return request;
    }

    @Override
    public String toString() {
        try {
            var body = JSON.readTree(request.getContentAsByteArray());
            if (body == null || body.isMissingNode()) return Access.path(request);
            return StreamSupport.stream(
                            (body.isArray() ? body : JSON.createArrayNode().add(body)).spliterator(), false)
                    .filter(one -> one.path("type").asText().equalsIgnoreCase("exec"))
                    .map(Operation::words)
                    .collect(Collectors.joining("; "));
        } catch (IOException noJson) {
            return "?";
        }
    }

    private static String words(JsonNode one) {
        return one.path("operation").asText() + " of " + one.path("mbean").asText();
    }
}
