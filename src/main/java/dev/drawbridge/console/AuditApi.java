package dev.drawbridge.console;

import dev.drawbridge.security.Audit;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who did what, newest first. */
@RestController
@RequestMapping("/api/v1/audit")
class AuditApi {
    private static final int MOST = 1000;

    private final Audit audit;

    AuditApi(Audit audit) {
        this.audit = audit;
    }

    /** @param cursor the {@code next} of an earlier page */
    @GetMapping
    Map<String, @Nullable Object> list(
            @RequestParam(required = false) @Nullable String connection,
            @RequestParam(required = false) @Nullable String who,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(defaultValue = "100") int limit,
            @RequestParam(required = false) @Nullable Long cursor) {
        if (limit < 1 || limit > MOST)
            throw new IllegalArgumentException("limit is from 1 to " + MOST + ", not " + limit + ".");
        var found = audit.find(new Audit.Wanted(connection, who, from, cursor), limit + 1);
        if (found.size() <= limit) return Pages.whole(found);
        var page = found.subList(0, limit);
        return Pages.of(page, String.valueOf(page.get(limit - 1).id()));
    }
}
