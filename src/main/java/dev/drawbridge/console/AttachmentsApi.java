package dev.drawbridge.console;

import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.transport.BlobQueue;
import dev.drawbridge.twin.Twin;
import dev.drawbridge.twin.Twins;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Contents of attachments, which travel apart from events. */
@RestController
@RequestMapping("/api/v1/attachments")
class AttachmentsApi {
    private static final int PAGE = 100;

    private final BlobQueue blobs;
    private final Twins twins;
    private final Connections connections;
    private final QueueKeys keys;

    AttachmentsApi(BlobQueue blobs, Twins twins, Connections connections, QueueKeys keys) {
        this.blobs = blobs;
        this.twins = twins;
        this.connections = connections;
        this.keys = keys;
    }

    /** @param direction OUT or IN */
    @GetMapping
    Map<String, @Nullable Object> list(
            @RequestParam(defaultValue = "OUT") String direction,
            @RequestParam(required = false) @Nullable String connection,
            @RequestParam(required = false) @Nullable String local,
            @RequestParam(required = false) @Nullable String remote,
            @RequestParam(required = false) @Nullable String after) {
        if (!Set.of("OUT", "IN").contains(direction))
            throw new IllegalArgumentException("direction is OUT or IN, not '" + direction + "'.");
        var found = blobs.find(
                new BlobQueue.Wanted(
                        direction.equals("OUT"),
                        keys.connection(connection),
                        keys.twins(local, remote),
                        after == null ? null : BlobQueue.After.read(after)),
                PAGE + 1);
        var page = found.subList(0, Math.min(PAGE, found.size()));
        var last = found.size() > PAGE ? page.get(PAGE - 1) : null;
        return Pages.of(
                page.stream().map(this::view).toList(),
                last == null ? null : new BlobQueue.After(last.since(), last.name()).toString());
    }

    private Map<String, @Nullable Object> view(BlobQueue.Shown blob) {
        var twin = Optional.ofNullable(blob.twin()).flatMap(twins::find);
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("id", blob.name());
        view.put("eventNumber", blob.number());
        view.put("direction", blob.outgoing() ? "OUT" : "IN");
        view.put("kind", "ATTACHMENT");
        view.put(
                "connection",
                connections.find(blob.connection()).map(Connection::name).orElse("?"));
        view.put("state", blob.state());
        view.put("twin", blob.twin());
        view.put("local", twin.map(Twin::local).map(Twin.Local::key).orElse(null));
        view.put("remote", twin.map(Twin::remote).map(Twin.Remote::key).orElse(null));
        view.put("bytes", blob.bytes());
        view.put("createdAt", blob.since());
        return view;
    }
}
