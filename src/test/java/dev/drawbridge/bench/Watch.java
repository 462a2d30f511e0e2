package dev.drawbridge.bench;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what is to be seen, and says what was not. */
final class Watch {
    private static final Duration LONGEST = Duration.ofMinutes(4);

    private Watch() {}

    static void until(String what, Duration lookEvery, BooleanSupplier seen) {
        var end = System.nanoTime() + LONGEST.toNanos();
        while (!seen.getAsBoolean()) {
            if (System.nanoTime() > end)
                throw new WrongState("After " + LONGEST.toMinutes() + " minutes not seen: " + what);
            rest(lookEvery);
        }
    }

    static void rest(Duration time) {
        var end = System.nanoTime() + time.toNanos();
        for (var left = time.toNanos(); left > 0; left = end - System.nanoTime()) LockSupport.parkNanos(left);
    }
}
