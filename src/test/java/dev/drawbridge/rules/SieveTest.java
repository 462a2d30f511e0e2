package dev.drawbridge.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.replica.Warning;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class SieveTest {
    private final KnownPeople jira = new KnownPeople()
            .project("WEB", "software")
            .project("SUP", "service_desk")
            .uploads(100);
    private final Sieve sieve = new Sieve(jira);

    @Test
    void aLabelWithSpacesIsLeftOutAndTheOthersAreSet() throws IOException {
        var wanted = json("{'labels': ['good', 'not good', 'fine']}");

        sieve.sift(wanted, "WEB");

        assertThat(wanted).isEqualTo(json("{'labels': ['good', 'fine']}"));
        assertThat(sieve.warnings())
                .extracting(Warning::field, Warning::value)
                .containsExactly(tuple("labels", "not good"));
    }

    @Test
    void anInternalCommentIsMadeOnlyWhereItStaysInternal() throws IOException {
        var text = "{'comments': [{'remoteId': '1', 'internal': true}, {'remoteId': '2', 'internal': false}]}";
        var plain = json(text);
        var service = json(text);

        new Sieve(jira).sift(service, "SUP");
        sieve.sift(plain, "WEB");

        assertThat(service).isEqualTo(json(text));
        assertThat(plain).isEqualTo(json("{'comments': [{'remoteId': '2', 'internal': false}]}"));
        assertThat(sieve.warnings()).extracting(Warning::field).containsExactly("comments/1");
    }

    @Test
    void aProjectOfWhichNothingIsKnownKeepsNothingInternal() throws IOException {
        var wanted = json("{'comments': [{'remoteId': '1', 'internal': true}]}");

        sieve.sift(wanted, "UNKNOWN");

        assertThat(wanted.path("comments")).isEmpty();
    }

    @Test
    void aFileThatIsTooLargeIsLeftOutAndOneThatIsThereAlreadyStays() throws IOException {
        var wanted = json(
                "{'attachments': [{'remoteId': '1', 'filesize': 100}, {'remoteId': '2', 'filesize': 101, 'filename': 'big'},"
                        + " {'id': '7', 'remoteId': '3', 'filesize': 5000}]}");

        sieve.sift(wanted, "WEB");

        assertThat(wanted.path("attachments")).hasSize(2);
        assertThat(sieve.warnings()).singleElement().satisfies(warning -> {
            assertThat(warning.field()).isEqualTo("attachments/2");
            assertThat(warning.value()).isEqualTo("big");
            assertThat(warning.reason()).isEqualTo("101 bytes are more than this Jira takes (100).");
            assertThat(warning.remedy()).isNotBlank();
        });
    }

    @Test
    void switchedOffAttachmentsAreSaidToBeSo() throws IOException {
        jira.uploads(0);

        sieve.sift(json("{'attachments': [{'remoteId': '1', 'filesize': 1}]}"), "WEB");

        assertThat(sieve.warnings())
                .extracting(Warning::reason)
                .containsExactly("Attachments are switched off in this Jira.");
    }

    private static org.assertj.core.groups.Tuple tuple(Object... values) {
        return org.assertj.core.api.Assertions.tuple(values);
    }

    private static ObjectNode json(String text) throws IOException {
        return (ObjectNode) JsonMapper.builder().build().readTree(text.replace('\'', '"'));
    }
}
