package dev.drawbridge.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Durations as people read them. */
class WordsTest {

    @ParameterizedTest
    @CsvSource({
        "PT72H, 3 days",
        "P1D, 1 day",
        "PT36H, 36 hours",
        "PT90S, 90 seconds",
        "PT1M, 1 minute",
        "PT0.5S, 500 milliseconds",
        "PT0S, 0 seconds"
    })
    void aDurationIsSaidInTheLargestUnitThatHoldsIt(String time, String words) {
        assertThat(Words.exactly(Duration.parse(time))).isEqualTo(words);
    }
}
