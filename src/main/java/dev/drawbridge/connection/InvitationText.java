package dev.drawbridge.connection;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.connection.InvitationCode.Altered;
import dev.drawbridge.connection.InvitationCode.CutShort;
import dev.drawbridge.connection.InvitationCode.FutureVersion;
import dev.drawbridge.connection.InvitationCode.Malformed;
import dev.drawbridge.connection.InvitationCode.Read;
import dev.drawbridge.connection.InvitationCode.Reading;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An invitation as the text that travels by mail or chat. */
final class InvitationText {
    private static final int VERSION = 1;
    private static final int LONGEST = 4096;
    private static final int SIGNATURE_CHARS = 86;
    private static final Pattern NOT_OF_A_CODE = Pattern.compile("[\\s\\p{Z}\\p{C}\"'`´<>“”„‘’‚«»‹›]");
    private static final Pattern FORM = Pattern.compile("DB(\\d{1,4})\\.([A-Za-z0-9_-]+)\\.([A-Za-z0-9_-]+)");
    private static final Pattern BEGINNING = Pattern.compile("D?|DB\\d{0,4}|DB\\d{1,4}\\.[A-Za-z0-9_-]*\\.?");
    private static final Malformed NO_CODE = new Malformed(
            "This is not an invitation code: a code begins with DB1. and holds two dots. Copy it from the partner's"
                    + " console with 'Copy invitation code'.");
    private static final CutShort CUT =
            new CutShort("The end of this invitation code is missing: copy it again, as a whole.");
    private static final Altered ALTERED = new Altered(
            "This invitation code was changed on its way (a character is missing, added or different): copy it again.");
    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxDocumentLength(LONGEST)
                            .maxNestingDepth(4)
                            .maxNumberLength(20)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private InvitationText() {}

    static String write(InvitationCode code, SigningKey key) {
        try {
            String signed = "DB" + VERSION + "." + Raw.text(JSON.writeValueAsBytes(payload(code)));
            return signed + "." + Raw.text(key.sign(signed.getBytes(StandardCharsets.US_ASCII)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An invitation of plain text is always JSON.", e);
        }
    }

    static Reading read(String pasted) {
        if (pasted.length() > 2 * LONGEST) {
            return NO_CODE;
        }
        String text = NOT_OF_A_CODE.matcher(pasted).replaceAll("");
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return BEGINNING.matcher(text).matches() && !text.isEmpty() ? CUT : NO_CODE;
        }
        if (Integer.parseInt(form.group(1)) > VERSION) {
            return future("DB" + form.group(1));
        }
        if (form.group(3).length() < SIGNATURE_CHARS) {
            return CUT;
        }
        return read(text.substring(0, form.end(2)), form.group(2), form.group(3));
    }

    private static Reading read(String signed, String payload, String signature) {
        Optional<JsonNode> json = Raw.bytes(payload).flatMap(InvitationText::json);
        Optional<byte[]> proof = Raw.bytes(signature);
        if (json.isEmpty() || proof.isEmpty()) {
            return ALTERED;
        }
        JsonNode node = json.get();
        if (!PublicKeys.verify(node.path("ed").asText(), signed.getBytes(StandardCharsets.US_ASCII), proof.get())) {
            return ALTERED;
        }
        if (node.path("v").asInt() > VERSION) {
            return future("version " + node.path("v").asInt());
        }
        try {
            return new Read(code(node));
        } catch (IllegalArgumentException | DateTimeException e) {
            return new Malformed("This invitation code is whole, but says something impossible: " + e.getMessage());
        }
    }

    private static FutureVersion future(String what) {
        return new FutureVersion("This invitation code (" + what
                + ") was made by a newer Drawbridge than this one: update this node, then paste it again.");
    }

    private static Optional<JsonNode> json(byte[] payload) {
        try {
            return Optional.ofNullable(JSON.readTree(payload)).filter(JsonNode::isObject);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static ObjectNode payload(InvitationCode code) {
        ObjectNode payload = JSON.createObjectNode()
                .put("v", VERSION)
                .put("url", code.publicUrl().toString())
                .put("con", code.connectionId().toString())
                .put("name", code.name().value())
                .put("from", code.inviter().value())
                .put("to", code.invitee().value())
                .put("mode", code.mode().name())
                .put("type", code.type().name())
                .put("inv", code.invitation())
                .put("secret", code.secret().value())
                .put("ed", code.inviterKeys().signing())
                .put("x", code.inviterKeys().sealing())
                .put("win", code.winner().value())
                .put("exp", code.expiresAt().getEpochSecond());
        payload.putArray("proto").add(code.protocol().min()).add(code.protocol().max());
        return payload;
    }

    private static InvitationCode code(JsonNode node) {
        return new InvitationCode(
                URI.create(text(node, "url")),
                UUID.fromString(text(node, "con")),
                new ConnectionName(text(node, "name")),
                new ShortName(text(node, "from")),
                new ShortName(text(node, "to")),
                Mode.valueOf(text(node, "mode")),
                ConnectionType.valueOf(text(node, "type")),
                text(node, "inv"),
                new InvitationSecret(text(node, "secret")),
                new PublicKeys(text(node, "ed"), text(node, "x")),
                new ShortName(text(node, "win")),
                Instant.ofEpochSecond(number(node.path("exp"), "exp")),
                new ProtocolRange((int) number(node.path("proto").path(0), "proto"), (int)
                        number(node.path("proto").path(1), "proto")));
    }

    private static String text(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("'" + name + "' is missing.");
        }
        return value.textValue();
    }

    private static long number(JsonNode value, String name) {
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new IllegalArgumentException("'" + name + "' is missing.");
        }
        return value.longValue();
    }
}
