package dev.drawbridge.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class RedactedTest {
    @Test
    void secretsAreNotShownWhateverTheDepthAndTheRestIs() throws JsonProcessingException {
        var contents = (ObjectNode) JsonMapper.builder()
                .build()
                .readTree("{\"summary\":\"Gate\",\"apiKey\":\"k1\",\"list\":[{\"dbPassword\":\"p1\",\"name\":\"n1\"}],"
                        + "\"Authorization\":{\"x\":\"b1\"},\"labels\":[\"token\"]}");

        assertThat(Redacted.of(contents).toString())
                .contains("Gate", "n1", "\"token\"")
                .doesNotContain("k1", "p1", "b1");
        assertThat(contents.toString()).contains("k1", "p1", "b1");
    }
}
