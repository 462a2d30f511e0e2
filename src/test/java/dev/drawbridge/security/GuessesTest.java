package dev.drawbridge.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** Guessing gets slow, and locks nobody else out. */
class GuessesTest {
    private static final Duration NOW = Duration.ZERO;

    private Instant time = Instant.parse("2026-01-01T00:00:00Z");
    private final Guesses guesses = new Guesses(new Clock() {
        @Override
        public Instant instant() {
            return time;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    });

    @Test
    void fiveGuessesAreFreeAndThenTheWaitDoublesUpToAMinute() {
        for (var free = 0; free < 5; free++)
            assertThat(fails("olga", "10.0.0.1")).isEqualTo(NOW);

        for (var seconds : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            var wait = guesses.before("olga", "10.0.0.1");
            assertThat(wait).isEqualTo(Duration.ofSeconds(seconds));
            turn(wait.minusMillis(1));
            assertThat(guesses.before("olga", "10.0.0.1")).isEqualTo(Duration.ofMillis(1));
            turn(Duration.ofMillis(1));
            assertThat(fails("olga", "10.0.0.1")).isEqualTo(NOW);
        }
    }

    @Test
    void upperCaseIsNoOtherName() {
        for (var free = 0; free < 5; free++) fails("olga", "10.0.0.1");

        assertThat(guesses.before("OLGA", "10.0.0.1")).isPositive();
    }

    @Test
    void whoCallsFromElsewhereDoesNotWait() {
        for (var guess = 0; guess < 20; guess++) fails("olga", "10.0.0.1");

        assertThat(guesses.before("olga", "10.0.0.1")).isPositive();
        assertThat(guesses.before("olga", "10.0.0.2")).isEqualTo(NOW);
    }

    @Test
    void guessesFromEverywhereLeaveEachAddressOneTry() {
        for (var bot = 0; bot < 100; bot++) fails("olga", "10.1.0." + bot);

        assertThat(guesses.before("olga", "10.2.0.1")).as("the first try").isEqualTo(NOW);
        guesses.wrong("olga", "10.2.0.1");
        assertThat(guesses.before("olga", "10.2.0.1")).as("the second").isPositive();
        assertThat(guesses.before("olga", "10.2.0.2")).as("somebody else's").isEqualTo(NOW);
        guesses.wrong("vera", "10.2.0.2");
        assertThat(guesses.before("vera", "10.2.0.2")).as("another name").isEqualTo(NOW);
    }

    @Test
    void oneAddressMayNotGoThroughManyNames() {
        for (var name = 0; name < 30; name++)
            assertThat(fails("name" + name, "10.0.0.1")).isEqualTo(NOW);

        assertThat(guesses.before("another", "10.0.0.1")).isPositive();
        assertThat(guesses.before("another", "10.0.0.2")).isEqualTo(NOW);
    }

    @Test
    void theAddressesOfOneNetworkAreOne() {
        for (var guess = 0; guess < 5; guess++) fails("olga", "2001:db8:1:2::" + guess);

        assertThat(guesses.before("olga", "2001:db8:1:2:ffff:ffff:ffff:ffff")).isPositive();
        assertThat(guesses.before("olga", "2001:db8:1:3::1")).isEqualTo(NOW);
    }

    @Test
    void ofTriesAtTheSameTimeOneIsLetThrough() {
        for (var free = 0; free < 5; free++) fails("olga", "10.0.0.1");
        turn(Duration.ofSeconds(1));

        assertThat(guesses.before("olga", "10.0.0.1")).isEqualTo(NOW);
        assertThat(guesses.before("olga", "10.0.0.1")).isPositive();
    }

    @Test
    void theRightPasswordAndTimeForgive() {
        for (var free = 0; free < 5; free++) fails("olga", "10.0.0.1");
        turn(Duration.ofSeconds(1));
        guesses.right("olga", "10.0.0.1");
        assertThat(fails("olga", "10.0.0.1")).isEqualTo(NOW);
        assertThat(guesses.before("olga", "10.0.0.1")).isEqualTo(NOW);

        for (var free = 0; free < 5; free++) guesses.wrong("vera", "10.0.0.9");
        assertThat(guesses.before("vera", "10.0.0.9")).isPositive();
        turn(Duration.ofMinutes(16));
        assertThat(fails("vera", "10.0.0.9")).isEqualTo(NOW);
        assertThat(guesses.before("vera", "10.0.0.9")).isEqualTo(NOW);
    }

    private Duration fails(String name, String address) {
        var wait = guesses.before(name, address);
        if (wait.isZero()) guesses.wrong(name, address);
        return wait;
    }

    private void turn(Duration time) {
        this.time = this.time.plus(time);
    }
}
