package dev.drawbridge.jira;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.drawbridge.twin.Found;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

/**
 * Issues that were read for somebody who then asked for a look at them, so that the look need not read them again. It may
 * use what was read ahead only while nothing else was read of Jira since: a later search may have told something newer
 * already, or passed the issue over while it was not under sync yet.
 */
@Component
class Ahead {
    private static final int MOST = 100;
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final AtomicLong reads = new AtomicLong();
    private final Cache<Long, Read> issues =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(LONGEST).build();

    private record Read(Found found, long mark) {}

    /** Where we are in the order of reads: to be asked for before one. */
    long mark() {
        return reads.get();
    }

    /** Something was read of Jira; what was read ahead before may be older. */
    void passed() {
        reads.incrementAndGet();
    }

    /** @param mark from before the issue was read */
    void put(Found found, long mark) {
        issues.put(found.snapshot().issueId(), new Read(found, mark));
    }

    /** What was read ahead of the look that comes now; it can be taken once. */
    Optional<Found> take(long issueId) {
        return Optional.ofNullable(issues.asMap().remove(issueId))
                .filter(read -> read.mark() == reads.get())
                .map(Read::found);
    }
}
