package dev.drawbridge.transport;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.component.platform.http.springboot.PlatformHttpMessage;
import org.jspecify.annotations.Nullable;

/** A call of a peer as it came over HTTP, within the limits of size. */
record ServedCall(Call call, InputStream stream, LimitSettings limits) {
    private static final int LONGEST_FIELD = 4096;

    static ServedCall of(Exchange exchange, LimitSettings limits) {
        var request = exchange.getIn(PlatformHttpMessage.class).getRequest();
        Map<String, List<String>> lines = new LinkedHashMap<>();
        for (var name : Collections.list(request.getHeaderNames()))
            lines.put(name, Collections.list(request.getHeaders(name)));
        if (lines.values().stream().flatMap(List::stream).anyMatch(value -> value.length() > LONGEST_FIELD))
            throw new Turned(431, "A header field of this call is too long.");
        var call = Call.of(request.getMethod(), request.getRequestURI(), request.getQueryString(), new Fields(lines));
        return new ServedCall(call, new TimedBody(UnreadBody.of(request), limits, System::nanoTime), limits);
    }

    /** The body as a whole. */
    byte[] body() throws IOException {
        var most = (int) limits.body().toBytes();
        var body = stream.readNBytes(most + 1);
        if (body.length > most) throw new Turned(413, "The body of this call is too large.");
        return body;
    }

    /** The last part of the path. */
    String name() {
        return call.path().substring(call.path().lastIndexOf('/') + 1);
    }

    /**
     * An answer to a call.
     *
     * @param body bytes, or a file to be streamed
     * @param digest of the body
     */
    record Reply(int status, Object body, ContentDigest digest, String type, Map<String, String> fields) {
        static Reply of(int status, JsonNode json) {
            var bytes = json.toString().getBytes(StandardCharsets.UTF_8);
            return new Reply(status, bytes, ContentDigest.of(bytes), "application/json", Map.of());
        }

        static Reply refused(int status, String reason, String sentence) {
            return of(
                    status,
                    PeerEndpoint.JSON.createObjectNode().put("reason", reason).put("detail", sentence));
        }

        static Reply file(java.nio.file.Path file, ContentDigest digest) {
            return new Reply(200, file, digest, "application/octet-stream", Map.of());
        }

        static Reply empty(int status) {
            return new Reply(status, new byte[0], ContentDigest.EMPTY, "application/octet-stream", Map.of());
        }

        Reply type(String type) {
            return new Reply(status, body, digest, type, fields);
        }

        Reply fields(Map<String, String> fields) {
            return new Reply(status, body, digest, type, fields);
        }

        void into(Exchange exchange) {
            var message = exchange.getMessage();
            message.removeHeaders("*");
            fields.forEach(message::setHeader);
            message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
            message.setHeader(Exchange.CONTENT_TYPE, type);
            message.setBody(content());
        }

        private @Nullable Object content() {
            if (!(body instanceof java.nio.file.Path file)) return body;
            try {
                return java.nio.file.Files.newInputStream(file);
            } catch (IOException gone) {
                throw new java.io.UncheckedIOException(gone);
            }
        }
    }
}
