package dev.drawbridge.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway") // a shape that is missing fails the test all the same
class AnswersTest {
    private final Answers answers = Answers.read();

    @Test
    void whatACallAnswersIsAShapeThatThereIs() {
        assertThat(answers.calls()).hasSizeGreaterThan(50).allSatisfy((call, said) -> {
            assertThat(said.does()).as(call).endsWith(".");
            assertThat(said.answers().keySet()).as(call).allMatch(status -> status.matches("20[0-4]"));
            assertThat(said.answers().values())
                    .as(call)
                    .allMatch(shape -> shape.isEmpty()
                            || shape.startsWith("text/")
                            || answers.shapes().containsKey(shape));
        });
    }

    @Test
    void whatMayBeNullSaysSo() {
        var event = Objects.requireNonNull(answers.shapes().get("Event"));
        var parts = event.getProperties();

        assertThat(event.getRequired()).contains("id", "twin");
        assertThat(Objects.requireNonNull(parts.get("twin")).getTypes()).containsExactlyInAnyOrder("string", "null");
        assertThat(Objects.requireNonNull(parts.get("id")).getTypes()).containsExactly("string");
        assertThat(Objects.requireNonNull(parts.get("direction")).getEnum()).hasSize(2);
    }

    @Test
    void eachCallHasANameOfItsOwn() {
        assertThat(answers.calls().keySet().stream()
                        .map(call -> Answers.id(call.split(" ")[0], call.split(" ")[1]))
                        .distinct())
                .hasSize(answers.calls().size());
        assertThat(Answers.id("GET", "/jobs/{id}/mapping.csv")).isEqualTo("getJobsIdMappingCsv");
    }
}
