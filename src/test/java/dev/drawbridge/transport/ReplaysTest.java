package dev.drawbridge.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.transport.Verdict.Good;
import dev.drawbridge.transport.Verdict.Reason;
import dev.drawbridge.transport.Verdict.Refused;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReplaysTest {
    private static final UUID CONNECTION = UUID.fromString("0190a1b2-0000-7000-8000-000000000001");
    private static final UUID OTHER = UUID.fromString("0190a1b2-0000-7000-8000-000000000002");
    private Instant now = Instant.parse("2030-01-01T12:00:00Z");
    private final InstantSource clock = () -> now;
    private final StampsInMemory kept = new StampsInMemory();
    private Replays replays = new Replays(kept, clock);

    @Test
    void aPushIsGoodOnceAndOnlyAfterTheLast() {
        assertThat(push(10, "5")).isEmpty();
        assertThat(push(10, "5")).map(Refused::reason).contains(Reason.REPLAYED);
        assertThat(push(10, "4")).map(Refused::reason).contains(Reason.REPLAYED);
        assertThat(push(9, "9")).map(Refused::reason).contains(Reason.REPLAYED);
        assertThat(push(10, "6")).isEmpty();
        assertThat(push(11, "1")).isEmpty();
    }

    @Test
    void aRestartDoesNotForgetTheLastPush() {
        assertThat(push(10, "5")).isEmpty();
        replays = new Replays(kept, clock);
        assertThat(push(10, "5")).map(Refused::reason).contains(Reason.REPLAYED);

        // The control: with a store that forgets, the repetition passes.
        replays = new Replays(new StampsInMemory(), clock);
        assertThat(push(10, "5")).isEmpty();
    }

    @Test
    void pushPullAndOtherConnectionsCountForThemselves() {
        assertThat(push(10, "5")).isEmpty();
        assertThat(replays.check(CONNECTION, "pull", good(10, "5"))).isEmpty();
        assertThat(replays.check(OTHER, "push", good(10, "5"))).isEmpty();
    }

    @Test
    void aNonceThatCannotCountIsRefusedForAPush() {
        for (String nonce : new String[] {"abc", "-1", "0", "01", "1".repeat(19), ""}) {
            assertThat(push(10, nonce)).map(Refused::reason).contains(Reason.MALFORMED);
        }
    }

    @Test
    void otherCallsComeInAnyOrderButOnceInTenMinutes() {
        assertThat(hello("b")).isEmpty();
        assertThat(hello("a")).isEmpty();
        assertThat(hello("b")).map(Refused::reason).contains(Reason.REPLAYED);
        now = now.plus(Duration.ofMinutes(10));
        assertThat(hello("b")).map(Refused::reason).contains(Reason.REPLAYED);
        now = now.plusSeconds(1);
        assertThat(hello("b")).isEmpty();
    }

    @Test
    void aFullMemoryTurnsNewCallsAwayRatherThanForgetOldOnes() {
        replays = new Replays(kept, clock, 3);
        for (String nonce : new String[] {"a", "b", "c"}) {
            assertThat(hello(nonce)).isEmpty();
        }
        assertThat(hello("d")).map(Refused::reason).contains(Reason.TOO_MANY);
        assertThat(hello("a")).map(Refused::reason).contains(Reason.REPLAYED);
        assertThat(replays.check(OTHER, "hello", good(10, "d"))).isEmpty();
        now = now.plus(Duration.ofMinutes(11));
        assertThat(hello("d")).isEmpty();
    }

    @Test
    void stampsGoUpWhenTheClockStandsStillGoesBackOrTheNodeRestarts() {
        Stamps stamps = new Stamps(clock, new SecureRandom());
        for (int i = 0; i < 100; i++) {
            assertThat(push(stamps)).isEmpty();
        }
        now = now.minusSeconds(30);
        assertThat(push(stamps)).isEmpty();
        now = now.plusSeconds(30).plusMillis(1);
        assertThat(push(new Stamps(clock, new SecureRandom()))).isEmpty();
    }

    @Test
    void randomNoncesDiffer() {
        Stamps stamps = new Stamps(clock, new SecureRandom());
        Set<String> nonces = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            assertThat(nonces.add(stamps.random().nonce())).isTrue();
        }
    }

    private Optional<Refused> push(Stamps stamps) {
        return replays.check(CONNECTION, "push", new Good("key", stamps.counting()));
    }

    private Optional<Refused> push(long created, String nonce) {
        return replays.check(CONNECTION, "push", good(created, nonce));
    }

    private Optional<Refused> hello(String nonce) {
        return replays.check(CONNECTION, "hello", good(now.getEpochSecond(), nonce));
    }

    private static Good good(long created, String nonce) {
        return new Good("key", new Stamp(created, nonce));
    }
}
