package dev.drawbridge.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MentionsTest {
    private static final People BY_ADDRESS =
            new People(new KnownPeople().user("alovelace", "ada@acme.example", true), UserTable.EMPTY);

    @Test
    void somebodyWhoIsKnownHereIsCalledByTheNameThatTheyHaveHere() throws IOException {
        var theirs = json("{'ada': {'displayName': 'Ada', 'email': 'ADA@acme.example'}}");

        assertThat(Mentions.ours("Ask [~ada] or [~ada].", theirs, BY_ADDRESS))
                .isEqualTo("Ask [~alovelace] or [~alovelace].");
    }

    @Test
    void aUserNameThatSomebodyElseHasHereCallsNobody() throws IOException {
        var people = new People(new KnownPeople().user("root", "root@beta.example", true), UserTable.EMPTY);

        assertThat(Mentions.ours("[~root] [~nobody]", json("{'root': {'displayName': 'Ro\\nOt\u202E'}}"), people))
                .isEqualTo("@Ro Ot @nobody");
    }

    @Test
    void theTableNamesPeopleByTheNameThatTravels() throws IOException {
        var people = new People(
                new KnownPeople().user("jones", "j@beta.example", true),
                new UserTable(Map.of("grace hopper", "jones")));

        assertThat(Mentions.ours("[~Grace.Hopper]", json("{'Grace.Hopper': {'displayName': 'Grace Hopper'}}"), people))
                .isEqualTo("[~jones]");
    }

    @Test
    void somebodyWhoIsNotActiveIsANameOnly() throws IOException {
        var people = new People(new KnownPeople().user("ada", "ada@acme.example", false), UserTable.EMPTY);

        assertThat(Mentions.ours(
                        "[~ada]", json("{'ada': {'displayName': 'Ada', 'email': 'ada@acme.example'}}"), people))
                .isEqualTo("@Ada");
    }

    private static JsonNode json(String text) throws IOException {
        return JsonMapper.builder().build().readTree(text.replace('\'', '"'));
    }
}
