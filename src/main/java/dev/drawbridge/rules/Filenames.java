package dev.drawbridge.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.replica.References;
import dev.drawbridge.replica.Replica;
import dev.drawbridge.replica.Trace;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the partner's attachments are called here: without what a file name must not have, and beside a file of ours of the
 * same name under another one, so that texts show the right one of the two.
 */
final class Filenames {
    /** The partner's id of a file to its name here. */
    private final Map<String, String> byId = new HashMap<>();

    private final Map<String, String> references = new HashMap<>();

    /**
     * @param before the local issue; null while it is to be made
     * @param partner the short name of the partner, for the names of files that are here twice
     */
    Filenames(Replica received, List<Trace> traces, @Nullable ObjectNode before, String partner) {
        var copies = copies(traces, before);
        var ours = ours(before);
        var theirs = received.get("attachments");
        if (theirs == null) return;
        for (var file : theirs) {
            var id = file.path("id").asText();
            var name = file.path("filename").asText();
            var here = copies.containsKey(id) ? copies.get(id) : free(file, ours, partner);
            byId.put(id, here);
            // Of several of one name Jira shows the last.
            references.put(Clean.text(name), here);
        }
        references.entrySet().removeIf(entry -> entry.getKey().equals(entry.getValue()));
    }

    /** The replica with the names that its files get here. */
    Replica renamed(Replica received) {
        if (byId.isEmpty()) return received;
        var json = received.json();
        for (var file : json.path("attachments"))
            if (file instanceof ObjectNode object)
                object.put("filename", byId.get(file.path("id").asText()));
        return Replica.of(json);
    }

    /** The text with the names that its files have here. */
    String here(String text) {
        return References.renamed(text, references);
    }

    /** A file of ours of the same size may be the copy itself, made by an attempt that was cut off. */
    private static String free(JsonNode file, Map<String, Set<Long>> ours, String partner) {
        var name = AttachmentHelper.clean(file.path("filename").asText());
        var sizes = ours.getOrDefault(name, Set.of());
        return sizes.isEmpty() || sizes.contains(file.path("filesize").asLong()) ? name : beside(name, partner);
    }

    private static String beside(String name, String addition) {
        var dot = name.lastIndexOf('.');
        return dot <= 0 ? name + "-" + addition : name.substring(0, dot) + "-" + addition + name.substring(dot);
    }

    private static Map<String, String> copies(List<Trace> traces, @Nullable ObjectNode before) {
        var names = new HashMap<String, String>();
        for (var trace : traces) {
            var local = trace.localId();
            var remote = trace.remoteId();
            if (trace.kind() != Trace.Kind.ATTACHMENT || trace.owner() != Trace.Owner.REMOTE) continue;
            if (local == null || remote == null) continue;
            files(before).forEach(file -> {
                if (file.path("id").asText().equals(local))
                    names.put(remote, file.path("filename").asText());
            });
        }
        return names;
    }

    private static Map<String, Set<Long>> ours(@Nullable ObjectNode before) {
        var sizes = new HashMap<String, Set<Long>>();
        files(before).forEach(file -> {
            if (!file.hasNonNull("remoteId"))
                sizes.computeIfAbsent(file.path("filename").asText(), name -> new HashSet<>())
                        .add(file.path("filesize").asLong());
        });
        return sizes;
    }

    private static Iterable<JsonNode> files(@Nullable ObjectNode before) {
        return before == null ? List.of() : before.path("attachments");
    }
}
