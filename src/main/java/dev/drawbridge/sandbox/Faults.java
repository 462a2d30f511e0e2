package dev.drawbridge.sandbox;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Trouble on request. A path regex must match "METHOD /path" as a whole, the path without the context path. */
public final class Faults {
    /** When a hook runs, relative to the work of the call. */
    public enum When {
        BEFORE,
        AFTER
    }

    private record Failure(String regex, AtomicInteger left, int status, String body) {}

    private record Delay(String regex, AtomicInteger left, Duration time) {}

    private record Lost(String regex, AtomicInteger left) {}

    private record Hook(String regex, When when, Runnable action) {}

    private final Site site;
    private final List<Failure> failures = new CopyOnWriteArrayList<>();
    private final List<Delay> delays = new CopyOnWriteArrayList<>();
    private final List<Lost> lost = new CopyOnWriteArrayList<>();
    private final List<Hook> hooks = new CopyOnWriteArrayList<>();
    private volatile boolean htmlLogin;
    private volatile boolean anonymous;
    private volatile @Nullable Bucket bucket;

    Faults(Site site) {
        this.site = site;
    }

    /** The next {@code n} matching calls are not done and answered with this status and body (HTML when it starts with {@code <}). */
    public void failNext(int n, String pathRegex, int status, String body) {
        failures.add(new Failure(pathRegex, new AtomicInteger(n), status, body));
    }

    /** The next {@code n} matching calls are done, but the connection is cut instead of an answer. */
    public void loseAnswers(int n, String pathRegex) {
        lost.add(new Lost(pathRegex, new AtomicInteger(n)));
    }

    /** The next {@code n} matching calls wait this long before they are done. */
    public void delay(String pathRegex, Duration time, int n) {
        delays.add(new Delay(pathRegex, new AtomicInteger(n), time));
    }

    /** Every call is answered 200 with a login page in HTML, as by a single sign-on in front. */
    public void htmlLogin(boolean on) {
        htmlLogin = on;
    }

    /** Every login counts as nobody, as with a lapsed token: search finds nothing, the rest is 401. */
    public void anonymous(boolean on) {
        anonymous = on;
    }

    /** A token bucket for all callers together; empty: 429. */
    public void rateLimit(int capacity, double refillPerSecond, int retryAfterSeconds) {
        bucket = new Bucket(capacity, refillPerSecond, retryAfterSeconds, site.clock.instant());
    }

    /** Search sees changes this much later than GET does, measured on this Jira's clock. */
    public void indexLag(Duration lag) {
        site.lock.lock();
        try {
            site.index.lag(lag);
        } finally {
            site.lock.unlock();
        }
    }

    /** Runs the action at every matching call, before or after its work and always before its answer. */
    public void on(String pathRegex, When when, Runnable action) {
        hooks.add(new Hook(pathRegex, when, action));
    }

    /** Ends all trouble. */
    public void clear() {
        failures.clear();
        delays.clear();
        lost.clear();
        hooks.clear();
        htmlLogin = false;
        anonymous = false;
        bucket = null;
        indexLag(Duration.ZERO);
    }

    boolean nobody() {
        return anonymous;
    }

    @Nullable
    Bucket bucket() {
        return bucket;
    }

    @Nullable
    Reply instead(String call) {
        for (var delay : delays) {
            if (takes(delay.regex, delay.left, call)) {
                pause(delay.time);
            }
        }
        if (htmlLogin) {
            return Reply.html(200, "Log in");
        }
        for (var failure : failures) {
            if (takes(failure.regex, failure.left, call)) {
                var type = failure.body.startsWith("<") ? "text/html" : "application/json";
                return Reply.text(failure.status, type, failure.body);
            }
        }
        return null;
    }

    boolean loses(String call) {
        return lost.stream().anyMatch(one -> takes(one.regex, one.left, call));
    }

    void run(When when, String call) {
        hooks.stream()
                .filter(hook -> hook.when == when && call.matches(hook.regex))
                .forEach(hook -> hook.action.run());
    }

    private static boolean takes(String regex, AtomicInteger left, String call) {
        return call.matches(regex) && left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
