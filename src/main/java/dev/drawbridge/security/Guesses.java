package dev.drawbridge.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/**
 * Failed log-ins of late, and how long the next one has to wait: from one address for one name, and from one address for all
 * names. A name that is guessed at from many addresses leaves each of them one try, so nobody is locked out who knows the
 * password and calls from elsewhere.
 */
@Component
class Guesses {
    private static final int FREE = 5;
    private static final int FREE_OF_AN_ADDRESS = 30;
    private static final int MANY = 100;
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Duration FORGOTTEN = Duration.ofMinutes(15);
    private static final int MOST = 10_000;

    private final Clock clock;
    private final Cache<From, Wrong> pairs;
    private final Cache<String, Wrong> addresses;
    private final Cache<String, Wrong> names;

    Guesses(Clock clock) {
        this.clock = clock;
        pairs = counters();
        addresses = counters();
        names = counters();
    }

    private record From(String name, String address) {}

    /** @param until when the next try is taken */
    private record Wrong(int times, Instant until) {
        static final Wrong NONE = new Wrong(0, Instant.MIN);
    }

    /** How long to wait before a try; zero when it may be made now. Of tries at the same time that had to wait one is let through. */
    Duration before(String name, String address) {
        var from = from(name, address);
        var free = free(from.name());
        var wait = take(addresses, from.address(), FREE_OF_AN_ADDRESS);
        return wait.isZero() ? take(pairs, from, free) : wait;
    }

    void wrong(String name, String address) {
        var from = from(name, address);
        var free = free(from.name());
        count(names, from.name(), Integer.MAX_VALUE);
        count(addresses, from.address(), FREE_OF_AN_ADDRESS);
        count(pairs, from, free);
    }

    void right(String name, String address) {
        pairs.invalidate(from(name, address));
    }

    private int free(String name) {
        var all = names.getIfPresent(name);
        return all != null && all.times() >= MANY ? 1 : FREE;
    }

    private <K> Duration take(Cache<K, Wrong> counters, K key, int free) {
        var now = clock.instant();
        var wait = new Duration[] {Duration.ZERO};
        counters.asMap().computeIfPresent(key, (same, wrong) -> {
            if (wrong.times() < free) return wrong;
            if (now.isBefore(wrong.until())) wait[0] = Duration.between(now, wrong.until());
            else return new Wrong(wrong.times(), now.plus(delay(wrong.times() - free)));
            return wrong;
        });
        return wait[0];
    }

    private <K> void count(Cache<K, Wrong> counters, K key, int free) {
        var now = clock.instant();
        counters.asMap().compute(key, (same, before) -> {
            var times = (before == null ? Wrong.NONE : before).times() + 1;
            return new Wrong(times, times < free ? now : now.plus(delay(times - free)));
        });
    }

    private static Duration delay(int over) {
        var doubled = FIRST.multipliedBy(1L << Math.min(over, 10));
        return doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    }

    private <K> Cache<K, Wrong> counters() {
        return Caffeine.newBuilder()
                .expireAfterWrite(FORGOTTEN)
                .maximumSize(MOST)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run)
                .build();
    }

    private static From from(String name, String address) {
        var key = Users.key(name);
        return new From(key.length() > 64 ? key.substring(0, 64) : key, network(address));
    }

    /** Of an IPv6 address the half that somebody is given; the other half is theirs to choose. */
    private static String network(String address) {
        if (!address.contains(":")) return address;
        var groups = expanded(address).split(":");
        return String.join(":", java.util.Arrays.copyOf(groups, Math.min(4, groups.length)));
    }

    private static String expanded(String address) {
        var gap = address.indexOf("::");
        if (gap < 0) return address;
        var before = address.substring(0, gap);
        var after = address.substring(gap + 2);
        var known = count(before) + count(after);
        var zeros = "0:".repeat(Math.max(0, 8 - known));
        return (before.isEmpty() ? "" : before + ":") + zeros + after;
    }

    private static int count(String groups) {
        return groups.isEmpty() ? 0 : groups.split(":").length;
    }
}
