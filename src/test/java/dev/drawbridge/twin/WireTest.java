package dev.drawbridge.twin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.replica.Replica;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class WireTest {
    private static final String ADA =
            "{'key': 'K', 'username': 'ada', 'displayName': 'Ada Lovelace', 'email': 'ada@acme.example', 'active': true}";
    private static final String MAIL =
            "{'key': 'M', 'username': 'mail', 'displayName': 'mail@acme.example', 'email': 'mail@acme.example', 'active': true}";

    @Test
    void ofPeopleOnlyTheNameLeaves() throws IOException {
        var told = Wire.of(replica("{'assignee': " + ADA + ", 'reporter': " + MAIL + "}"), issue(), false);

        assertThat(told)
                .isEqualTo(replica("{'assignee': {'displayName': 'Ada Lovelace', 'active': true},"
                        + " 'reporter': {'displayName': 'mail', 'active': true}}"));
    }

    @Test
    void anAddressThatARulePutsElsewhereDoesNotLeaveEither() throws IOException {
        var sly = replica(
                "{'contact': 'ADA@acme.example', 'people': [{'email': 'x@y.example', 'mail': 'ada@acme.example'}],"
                        + " 'description': 'Write to somebody@else.example'}");

        assertThat(Wire.of(sly, issue(), false))
                .isEqualTo(replica("{'contact': '', 'people': [{'mail': ''}],"
                        + " 'description': 'Write to somebody@else.example'}"));
        assertThat(Wire.of(sly, issue(), true)).isEqualTo(sly);
    }

    @Test
    void aMentionTravelsWithTheNameThatStandsForIt() throws IOException {
        var text = replica("{'description': 'Ask [~ada], [~mail] or [~nobody]'}");

        assertThat(Wire.of(text, issue(), false))
                .isEqualTo(replica("{'description': 'Ask [~Ada.Lovelace], [~mail] or @somebody', 'mentions': {"
                        + "'Ada.Lovelace': {'displayName': 'Ada Lovelace', 'active': true},"
                        + "'mail': {'displayName': 'mail', 'active': true}}}"));
        assertThat(Wire.of(text, issue(), true))
                .isEqualTo(replica("{'description': 'Ask [~ada], [~mail] or @somebody', 'mentions': {'ada': " + ADA
                        + ", 'mail': " + MAIL + "}}"));
    }

    @Test
    void whoIsMentionedOnlyInWhatStaysHereIsNotNamed() throws IOException {
        assertThat(Wire.of(replica("{'summary': 'x'}"), issue(), true)).isEqualTo(replica("{'summary': 'x'}"));
    }

    @Test
    void thePartnersOwnCommentsAndFilesDoNotTravelBack() throws IOException {
        var told = Wire.of(
                replica(
                        "{'comments': [{'id': '1'}, {'id': '2', 'remoteId': '9'}], 'attachments': [{'id': '3', 'remoteId': '8'}]}"),
                issue(),
                false);

        assertThat(told).isEqualTo(replica("{'comments': [{'id': '1'}], 'attachments': []}"));
    }

    private static Replica issue() throws IOException {
        return replica("{'assignee': " + ADA + ", 'mentions': {'ada': " + ADA + ", 'mail': " + MAIL + "}}");
    }

    private static Replica replica(String text) throws IOException {
        return Replica.of((ObjectNode) JsonMapper.builder().build().readTree(text.replace('\'', '"')));
    }
}
