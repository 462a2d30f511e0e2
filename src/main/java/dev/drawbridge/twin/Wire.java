package dev.drawbridge.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.replica.References;
import dev.drawbridge.replica.Replica;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What of a replica leaves the house: our own sub-items, and of people no more than the connection allows. Those who are
 * mentioned in its texts are described beside them, under the name that stands there.
 */
final class Wire {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Pattern MENTION = Pattern.compile("\\[~([^\\]\\s]+)]");
    private static final Pattern ADDRESS = Pattern.compile("([^\\s@]+)@[^\\s@]+");
    private static final String MENTIONS = "mentions";

    private final boolean shareEmails;
    private final JsonNode known;
    private final Map<String, String> names;
    private final Set<String> addresses = new HashSet<>();
    private final ObjectNode mentioned = NODES.objectNode();

    private Wire(Replica issue, boolean shareEmails) {
        this.shareEmails = shareEmails;
        var mentions = issue.get(MENTIONS);
        known = mentions == null ? NODES.objectNode() : mentions;
        names = names(issue);
        if (!shareEmails) addresses(issue.json());
    }

    /**
     * The replica as it travels.
     *
     * @param issue that it tells of, with what is known of the people in it
     */
    static Replica of(Replica replica, Replica issue, boolean shareEmails) {
        var json = replica.json();
        json.remove(MENTIONS);
        for (var list : Seen.LISTS) if (json.get(list) instanceof ArrayNode items) json.set(list, ours(items));
        var wire = new Wire(issue, shareEmails);
        var told = (ObjectNode) wire.told(json);
        if (!wire.mentioned.isEmpty()) told.set(MENTIONS, wire.mentioned);
        return Replica.of(told);
    }

    /** The partner's own comments, files, worklogs and links do not travel back to it. */
    private static ArrayNode ours(ArrayNode items) {
        var result = NODES.arrayNode();
        items.forEach(item -> {
            if (!item.hasNonNull("remoteId")) result.add(item);
        });
        return result;
    }

    private void addresses(JsonNode value) {
        for (var name : new String[] {"email", "emailAddress"}) {
            var address = value.path(name).asText("");
            if (address.contains("@")) addresses.add(address.toLowerCase(Locale.ROOT));
        }
        value.forEach(this::addresses);
    }

    private JsonNode told(JsonNode value) {
        if (value.isTextual()) return NODES.textNode(text(value.textValue()));
        if (value instanceof ArrayNode array) {
            var result = NODES.arrayNode();
            array.forEach(element -> result.add(told(element)));
            return result;
        }
        if (!(value instanceof ObjectNode object)) return value;
        if (!shareEmails && object.has("displayName")) return name(object);
        var result = NODES.objectNode();
        object.properties().forEach(field -> {
            if (shareEmails || !field.getKey().equals("email")) result.set(field.getKey(), told(field.getValue()));
        });
        return result;
    }

    /** Of a person the name, which may be an address itself. */
    private static ObjectNode name(JsonNode person) {
        var result = NODES.objectNode();
        result.put(
                "displayName",
                ADDRESS.matcher(person.path("displayName").asText("")).replaceAll("$1"));
        if (person.has("active")) result.set("active", person.get("active"));
        return result;
    }

    /** Name here to name there of copies that are called otherwise; a file of ours goes by its own name. */
    private static Map<String, String> names(Replica issue) {
        var names = new HashMap<String, String>();
        var files = issue.get("attachments");
        if (files == null) return names;
        for (var file : files)
            if (file.hasNonNull("remoteName"))
                names.put(file.path("filename").asText(), file.get("remoteName").asText());
        for (var file : files)
            if (!file.hasNonNull("remoteId")) names.remove(file.path("filename").asText());
        return names;
    }

    private String text(String whole) {
        if (addresses.contains(whole.strip().toLowerCase(Locale.ROOT))) return "";
        var text = References.renamed(whole, names);
        if (!text.contains("[~")) return text;
        return MENTION.matcher(text).replaceAll(found -> Matcher.quoteReplacement(mention(found.group(1))));
    }

    /** A user name says nothing there, so without e-mail addresses a mention goes by the name that people read. */
    private String mention(String user) {
        var person = known.path(user);
        if (person.isMissingNode()) return "@somebody";
        if (shareEmails) {
            mentioned.set(user, person);
            return "[~" + user + "]";
        }
        var name = name(person);
        var token = name.path("displayName").asText().replaceAll("[^\\p{L}\\p{N}]+", ".");
        mentioned.set(token, name);
        return "[~" + token + "]";
    }
}
