package dev.drawbridge.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.drawbridge.replica.Canonical;
import java.time.Duration;

/**
 * What each issue looked like when it was last dealt with, so that passes that reach back over the same time do the work
 * once. Only a memory to save work: what is forgotten is compared again.
 */
final class Dealt {
    private final Cache<Long, Look> looks = Caffeine.newBuilder()
            .maximumSize(100_000)
            .expireAfterAccess(Duration.ofMinutes(20))
            .build();

    private record Look(String hash, boolean underSync) {}

    /** How an issue looks in an answer of a search. */
    static String hash(JsonNode bean) {
        // Sprints are shown by the name of a Java object, which is another one in each answer.
        return Canonical.sha256(bean.toString().replaceAll("@[0-9a-f]{1,16}\\[", "["));
    }

    /**
     * Whether this look of the issue is dealt with. An index that lags may show the newest content and match an older one,
     * so a wide pass asks the triggers again.
     */
    boolean is(long issueId, String hash, boolean wide) {
        var look = looks.getIfPresent(issueId);
        return look != null && look.hash().equals(hash) && (look.underSync() || !wide);
    }

    void note(long issueId, String hash, boolean underSync) {
        looks.put(issueId, new Look(hash, underSync));
    }
}
