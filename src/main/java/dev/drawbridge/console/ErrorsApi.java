package dev.drawbridge.console;

import dev.drawbridge.jira.Directory;
import dev.drawbridge.jira.Door;
import dev.drawbridge.queue.Lanes;
import dev.drawbridge.security.Deed;
import dev.drawbridge.twin.Again;
import dev.drawbridge.twin.Interventions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What is held back or could not be applied, and why. */
@RestController
@RequestMapping("/api/v1/errors")
class ErrorsApi {
    private final IssueTroubles issues;
    private final NodeTroubles node;
    private final Lanes lanes;
    private final Interventions interventions;
    private final Again again;
    private final SupportBundle bundle;
    private final Directory directory;
    private final Door door;

    ErrorsApi(
            IssueTroubles issues,
            NodeTroubles node,
            Lanes lanes,
            Interventions interventions,
            Again again,
            SupportBundle bundle,
            Directory directory,
            Door door) {
        this.issues = issues;
        this.node = node;
        this.lanes = lanes;
        this.interventions = interventions;
        this.again = again;
        this.bundle = bundle;
        this.directory = directory;
        this.door = door;
    }

    @GetMapping
    Map<String, @Nullable Object> list() {
        return Pages.whole(all());
    }

    @GetMapping("/{id}")
    Map<String, @Nullable Object> one(@PathVariable UUID id) {
        return found(id);
    }

    /** All that somebody needs who is to help with it. */
    @GetMapping(path = "/{id}/bundle", produces = "application/zip")
    ResponseEntity<byte[]> bundle(@PathVariable UUID id) {
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("application/zip"))
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"drawbridge-" + id + ".zip\"")
                .body(bundle.of(found(id)));
    }

    @PostMapping("/{id}/retry")
    Map<String, Object> retry(@PathVariable UUID id) {
        about(id);
        asksJiraAnew();
        if (!lanes.retry(id) && !again.warning(id) && !node.retry(id)) throw notHere(id);
        return Map.of("id", id, "state", "WAITING");
    }

    @PostMapping("/{id}/skip")
    Map<String, Object> skip(@PathVariable UUID id) {
        about(id);
        interventions.skip(id);
        return Map.of("id", id, "state", "SUPERSEDED");
    }

    /** All of one cause that can be tried again here. */
    @PostMapping("/groups/{group}/retry")
    Map<String, Object> retryGroup(@PathVariable String group) {
        var alike = all().stream()
                .filter(error -> group.equals(error.get("group")) && Boolean.TRUE.equals(error.get("retry")))
                .toList();
        if (alike.isEmpty()) throw new NoSuchElementException("There is no error of group " + group + " any more.");
        asksJiraAnew();
        Deed.to("%d alike: %s".formatted(alike.size(), alike.get(0).get("type")));
        if (alike.get(0).get("connection") instanceof String connection) Deed.on(connection);
        for (var error : alike) {
            var id = (UUID) error.get("id");
            if (id != null && !lanes.retry(id) && !again.warning(id)) node.retry(id);
        }
        return Map.of("group", group, "retried", alike.size());
    }

    private List<Map<String, @Nullable Object>> all() {
        var items = new ArrayList<>(node.all());
        items.addAll(issues.all());
        return items;
    }

    private Map<String, @Nullable Object> found(UUID id) {
        return all().stream()
                .filter(error -> id.equals(error.get("id")))
                .findFirst()
                .orElseThrow(() -> gone(id));
    }

    private RuntimeException notHere(UUID id) {
        return all().stream()
                .filter(error -> id.equals(error.get("id")))
                .findFirst()
                .<RuntimeException>map(
                        error -> new IllegalStateException(
                                "REMOTE".equals(error.get("side"))
                                        ? "It is held back on the other side: its administrator can retry it there."
                                        : "There is nothing to try again: it goes away by itself as soon as its cause is gone."))
                .orElseGet(() -> gone(id));
    }

    private static NoSuchElementException gone(UUID id) {
        return new NoSuchElementException("There is no error " + id + " any more.");
    }

    /** What the audit says of what is about to be done to it. */
    private void about(UUID id) {
        lanes.held(id).ifPresent(lane -> {
            Deed.on(issues.name(lane.connection()));
            Deed.to("issue %s: %s".formatted(issues.key(lane), lane.trouble().problem()));
        });
    }

    /** Somebody has mended something, perhaps in Jira. */
    private void asksJiraAnew() {
        directory.forget();
        door.openAgain();
    }
}
