package dev.drawbridge.replica;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One spelling for equal content: keys in order, line ends as {@code \n}, no blanks at the end of a line, numbers by
 * value. Jira rewrites such details by itself; without one spelling each rewrite would look like a change.
 */
public final class Canonical {
    private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(false);

    private Canonical() {}

    /** Whether two values say the same; {@code null}, an absent value and JSON null are the same. */
    public static boolean same(@Nullable JsonNode one, @Nullable JsonNode other) {
        return of(one).equals(of(other));
    }

    /** The canonical form as a new tree. */
    public static JsonNode of(@Nullable JsonNode value) {
        if (value == null || value.isNull() || value.isMissingNode()) return NODES.nullNode();
        if (value.isTextual()) return NODES.textNode(text(value.textValue()));
        if (value.isNumber()) return number(value);
        if (value instanceof ArrayNode array) return array(array);
        if (value instanceof ObjectNode object) return object(object);
        return value;
    }

    /** The canonical form as JSON text, UTF-8 when it becomes bytes. */
    public static String text(JsonNode value) {
        return of(value).toString();
    }

    /** SHA-256 of the canonical JSON text, base64url without padding. */
    public static String hash(@Nullable JsonNode value) {
        return sha256(of(value).toString());
    }

    /** SHA-256 of UTF-8 text, base64url without padding. */
    public static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("This Java has no SHA-256", impossible);
        }
    }

    private static String text(String value) {
        return value.replace("\r\n", "\n")
                .replace('\r', '\n')
                .replaceAll("[ \\t]+(?=\\n|$)", "")
                .stripTrailing();
    }

    private static JsonNode number(JsonNode value) {
        var exact = value.decimalValue().stripTrailingZeros();
        return exact.scale() <= 0 ? NODES.numberNode(exact.toBigInteger()) : NODES.numberNode(exact);
    }

    private static ArrayNode array(ArrayNode array) {
        var result = NODES.arrayNode(array.size());
        array.forEach(element -> result.add(of(element)));
        return result;
    }

    private static ObjectNode object(ObjectNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        names.sort(null);
        var result = NODES.objectNode();
        names.forEach(name -> result.set(name, of(object.get(name))));
        return result;
    }
}
