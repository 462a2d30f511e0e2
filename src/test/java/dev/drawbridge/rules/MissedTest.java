package dev.drawbridge.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.replica.Replica;
import dev.drawbridge.replica.Warning;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class MissedTest {
    private static final String URGENT = "{'priority': {'name': 'Urgent'}}";
    private static final String HIGH = "{'priority': {'name': 'High'}}";
    private final Missed missed = new Missed();

    @Test
    void whatWasLookedForInVainIsAWarningWhenTheFieldStaysAsItWas() throws IOException {
        missed.add("Urgent");

        assertThat(missed.warnings(replica(URGENT), json(HIGH), json(HIGH)))
                .singleElement()
                .satisfies(warning -> {
                    assertThat(warning.field()).isEqualTo("priority");
                    assertThat(warning.value()).isEqualTo("Urgent");
                    assertThat(warning.reason()).isEqualTo("There is no such priority here.");
                    assertThat(warning.remedy()).isNotBlank();
                });
    }

    @Test
    void aRuleThatFoundAnotherAnswerIsContent() throws IOException {
        missed.add("Urgent");

        assertThat(missed.warnings(replica(URGENT), json("{'priority': {'name': 'Highest'}}"), json(HIGH)))
                .isEmpty();
    }

    @Test
    void whatNobodyLookedForIsNotMissed() throws IOException {
        assertThat(missed.warnings(replica(URGENT), json(HIGH), json(HIGH))).isEmpty();
        missed.add("Another");
        assertThat(missed.warnings(replica(URGENT), json(HIGH), json(HIGH))).isEmpty();
    }

    @Test
    void somebodyUnknownIsNamedAndTheTableIsTheRemedy() throws IOException {
        missed.add("ada@acme.example");
        var replica = replica("{'assignee': {'displayName': 'Ada', 'email': 'ada@acme.example'}}");

        assertThat(missed.warnings(replica, json("{'assignee': null}"), null))
                .extracting(Warning::field, Warning::value)
                .containsExactly(org.assertj.core.api.Assertions.tuple("assignee", "Ada"));
        assertThat(missed.warnings(replica, json("{'assignee': {'username': 'triage'}}"), null))
                .isEmpty();
    }

    @Test
    void anotherTypeIsSaidOnceWhenTheIssueIsMade() throws IOException {
        missed.add("Epic");
        var replica = replica("{'type': {'name': 'Epic'}}");
        var task = json("{'type': {'name': 'Task'}}");

        assertThat(missed.warnings(replica, task, null))
                .extracting(Warning::reason)
                .containsExactly("The project has no such type; 'Task' was taken.");
        assertThat(missed.warnings(replica, task, task)).isEmpty();
    }

    private static Replica replica(String text) throws IOException {
        return Replica.of(json(text));
    }

    private static ObjectNode json(String text) throws IOException {
        return (ObjectNode) JsonMapper.builder().build().readTree(text.replace('\'', '"'));
    }
}
