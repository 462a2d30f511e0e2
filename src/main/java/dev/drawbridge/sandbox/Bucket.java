package dev.drawbridge.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Jira's rate limit: tokens that refill with time, and the headers that tell of them. */
final class Bucket {
    private final int capacity;
    private final double perSecond;
    private final int retryAfter;
    private double tokens;
    private Instant filled;

    Bucket(int capacity, double perSecond, int retryAfter, Instant now) {
        this.capacity = capacity;
        this.perSecond = perSecond;
        this.retryAfter = retryAfter;
        this.tokens = capacity;
        this.filled = now;
    }

    synchronized boolean take(Instant now) {
        double passed = Math.max(0, Duration.between(filled, now).toMillis()) / 1000.0;
        tokens = Math.min(capacity, tokens + passed * perSecond);
        filled = now;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }

    synchronized Map<String, String> headers() {
        return Map.of(
                "X-RateLimit-Limit", String.valueOf(capacity),
                "X-RateLimit-Remaining", String.valueOf((long) tokens),
                "X-RateLimit-Interval-Seconds", "1",
                "X-RateLimit-FillRate", String.valueOf(Math.round(perSecond)),
                "retry-after", tokens < 1 ? String.valueOf(retryAfter) : "0");
    }
}
