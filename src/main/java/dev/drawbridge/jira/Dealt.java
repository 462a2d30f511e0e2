package dev.drawbridge.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.MurmurHash3;

/**
 * What each issue looked like when it was last dealt with, so that passes that reach back over the same time do the work
 * once. Only a memory to save work: what is forgotten is compared again.
 */
final class Dealt {
    /** Sprints are shown by the name of a Java object, which is another one in each answer. */
    private static final Pattern OBJECT = Pattern.compile("@[0-9a-f]{1,16}\\[");

    private final Cache<Long, Look> looks = Caffeine.newBuilder()
            .maximumSize(100_000)
            .expireAfterAccess(Duration.ofMinutes(20))
            .build();

    private record Look(String hash, boolean underSync) {}

    /** How an issue looks in an answer of a search. Each pass asks this of all that it reaches back over. */
    static String hash(JsonNode bean) {
        var text = bean.toString();
        if (text.contains("Sprint@")) text = OBJECT.matcher(text).replaceAll("[");
        var hash = MurmurHash3.hash128x64(text.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(hash[0]) + ' ' + Long.toHexString(hash[1]);
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
