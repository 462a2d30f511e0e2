package dev.drawbridge.console;

import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.jobs.CleanUp;
import dev.drawbridge.jobs.Erasure;
import dev.drawbridge.jobs.Extent;
import dev.drawbridge.jobs.Job;
import dev.drawbridge.jobs.Jobs;
import dev.drawbridge.jobs.Orders;
import java.security.Principal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Ending and forgetting syncs, and comparing both sides. */
@RestController
@RequestMapping("/api/v1")
class CleanUpApi {
    private final Connections connections;
    private final Orders orders;
    private final Jobs jobs;
    private final CleanUp cleanUp;
    private final Extent extent;
    private final Erasure erasure;

    CleanUpApi(Connections connections, Orders orders, Jobs jobs, CleanUp cleanUp, Extent extent, Erasure erasure) {
        this.connections = connections;
        this.orders = orders;
        this.jobs = jobs;
        this.cleanUp = cleanUp;
        this.extent = extent;
        this.erasure = erasure;
    }

    /** Exactly one of the three. */
    record Concerned(@Nullable String issue, @Nullable String connection, @Nullable Boolean node) {
        Concerned {
            var named = Stream.of(issue, connection, Boolean.TRUE.equals(node) ? node : null)
                    .filter(java.util.Objects::nonNull)
                    .count();
            if (named != 1)
                throw new IllegalArgumentException(
                        "Say what is to be cleaned up: {\"issue\": \"ACM-1\"}, {\"connection\": \"name\"} or {\"node\": true}.");
        }
    }

    record Verified(String connection) {
        Verified {
            Required.field("connection", connection);
        }
    }

    @PostMapping("/cleanup")
    ResponseEntity<Object> cleanUp(@RequestBody Concerned asked, Principal by) {
        if (asked.connection() != null)
            return BulkApi.accepted(orders.cleanUpConnection(named(asked.connection()), by.getName()));
        if (asked.issue() == null) return BulkApi.accepted(orders.cleanUpNode(by.getName()));
        known(asked.issue());
        return BulkApi.accepted(orders.cleanUpIssue(asked.issue(), by.getName()));
    }

    /** How much a clean-up would concern; the words are those of its body. */
    @GetMapping("/cleanup")
    Map<String, Object> concerned(
            @RequestParam(required = false) @Nullable String issue,
            @RequestParam(required = false) @Nullable String connection,
            @RequestParam(required = false) @Nullable Boolean node) {
        var asked = new Concerned(issue, connection, node);
        var shares = shares(asked);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("twins", shares.stream().mapToLong(Extent.Share::twins).sum());
        answer.put("messages", shares.stream().mapToLong(Extent.Share::messages).sum());
        answer.put("connections", shares);
        return answer;
    }

    private List<Extent.Share> shares(Concerned asked) {
        if (asked.connection() != null) return extent.ofConnection(named(asked.connection()));
        return asked.issue() == null ? extent.ofNode() : known(asked.issue());
    }

    private List<Extent.Share> known(String issue) {
        var shares = extent.ofIssue(issue);
        if (shares.isEmpty())
            throw new IllegalArgumentException(
                    "Issue '%s' is not under sync in any connection, and never was: there is nothing to clean up."
                            .formatted(issue));
        return shares;
    }

    /** The pairs that are under sync now, all or those of one issue, as a file that bulk connect takes back. */
    @GetMapping("/connections/{name}/mapping.csv")
    ResponseEntity<String> present(@PathVariable String name, @RequestParam(required = false) @Nullable String issue) {
        return file(extent.mapping(named(name), issue), "connect-" + name.replaceAll("[^A-Za-z0-9._-]", "_"));
    }

    private static ResponseEntity<String> file(String text, String name) {
        return ResponseEntity.ok()
                .header(HttpHeaders.CONTENT_TYPE, "text/csv;charset=UTF-8")
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + ".csv\"")
                .body(text);
    }

    /** The pairs that a clean-up has ended, as a file that bulk connect takes back. */
    @GetMapping("/jobs/{id}/mapping.csv")
    ResponseEntity<String> mapping(@PathVariable UUID id, @RequestParam(required = false) @Nullable String connection) {
        var job = jobs.existing(id);
        if (job.kind() != Job.Kind.CLEAN_UP)
            throw new NoSuchElementException(
                    "Job %s is a %s: only a CLEAN_UP has a mapping.".formatted(id, job.kind()));
        return file(cleanUp.mapping(job, connection), "connect-" + id);
    }

    @PostMapping("/verify")
    ResponseEntity<Object> verify(@RequestBody Verified asked, Principal by) {
        return BulkApi.accepted(orders.verify(BulkApi.usable(named(asked.connection())), by.getName()));
    }

    /** Takes what is kept of an issue or a person out of this node; what could not be is said. */
    @PostMapping("/erase")
    Erasure.Erased erase(@RequestBody Erased asked, Principal by) {
        return asked.issue() != null
                ? erasure.issue(asked.issue(), by.getName())
                : erasure.user(String.valueOf(asked.user()), by.getName());
    }

    /** Exactly one of the two. */
    record Erased(@Nullable String issue, @Nullable String user) {
        Erased {
            if ((issue == null) == (user == null))
                throw new IllegalArgumentException(
                        "Say what is to be erased: {\"issue\": \"ACM-1\"} or {\"user\": \"name\"}.");
        }
    }

    private Connection named(String name) {
        return connections
                .named(name)
                .orElseThrow(() -> new NoSuchElementException("There is no connection '" + name + "'."));
    }
}
