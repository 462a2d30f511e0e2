package dev.drawbridge.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every state of an issue answers "why is it not in sync?". */
class IssueStateTest {
    private final Words words = new Words(Clock.systemUTC());

    @Test
    void theStatesAreThoseOfTheAdminApi() {
        assertThat(Stream.of(IssueState.values()).map(Enum::name))
                .containsExactlyInAnyOrder(
                        "SYNCHRONIZED",
                        "SYNCHRONIZED_EXCEPT",
                        "IN_PROGRESS",
                        "WAITING_FOR_REMOTE",
                        "WAITING_FOR_PARENT",
                        "CONNECTING",
                        "HELD",
                        "ERROR",
                        "REMOTE_ERROR",
                        "REMOTE_REMOVED",
                        "MOVED_OUT_OF_SCOPE",
                        "ARCHIVED",
                        "DIFFERS",
                        "DEACTIVATED",
                        "NOT_UNDER_SYNC");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SYNCHRONIZED")
    void everyOtherStateHasASentenceOfItsOwn(IssueState state) {
        assertThat(state.why(null)).matches("[A-Z].{10,}\\.");
        assertThat(state.why(" ")).isEqualTo(state.why(null));
        assertThat(state.why("Somebody knows more.")).isEqualTo("Somebody knows more.");
        assertThat(Stream.of(IssueState.values()).map(other -> other.why(null))).containsOnlyOnce(state.why(null));
    }

    @Test
    void whatIsInSyncHasNone() {
        assertThat(IssueState.SYNCHRONIZED.why("It is.")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void theConsoleHasWordsForEach(IssueState state) {
        assertThat(words.issue(state.name())).isNotEqualTo(state.name());
    }
}
