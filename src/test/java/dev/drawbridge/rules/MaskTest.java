package dev.drawbridge.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What of an exchange may be kept beside the rules: what a rule goes by, and nobody's name or words. */
class MaskTest {
    @Test
    void peopleAddressesAndFreeTextAreCalledOtherwiseAndTheSameEverywhere() {
        var recorded = Desk.json(
                """
                {case: {direction: 'incoming', calls: {'GET /rest/api/2/user/search?username=ada@acme.example': [
                     {name: 'ada', displayName: 'Ada Lovelace', emailAddress: 'ada@acme.example'}]}},
                 issue: {summary: 'Printer', assignee: {username: 'ada', displayName: 'Ada Lovelace'}},
                 replica: {summary: 'Printer', type: {name: 'Big Bug'}, labels: ['hot'], who: 'Ada Lovelace', target: 'BET',
                     story: 'Ada met Charles', customKeys: {deep: [{more: 'some words'}]},
                     reporter: {displayName: 'Ada Lovelace', email: 'ada@acme.example'},
                     comments: [{id: '1', body: 'Call Ada', author: {displayName: 'Ada Lovelace'}}],
                     customFields: {'7': {name: 'Notes', type: 'text', value: 'my words'}, '8': {name: 'Sev', type: 'option', value: {value: 'Very High'}}}},
                 previous: {url: 'mailto:charles@acme.example'}}
                """);

        new Mask().over(recorded);

        assertThat(recorded.toString())
                .doesNotContain("Ada", "ada", "Charles", "charles", "Printer", "words")
                .contains("Big Bug", "hot", "BET", "Very High", "Sev");
        assertThat(recorded.at("/issue/summary")).isEqualTo(recorded.at("/replica/summary"));
        assertThat(recorded.at("/issue/assignee/displayName").asText())
                .isEqualTo("Person 1")
                .isEqualTo(recorded.at("/replica/reporter/displayName").asText())
                .isEqualTo(recorded.at("/replica/who").asText());
        assertThat(recorded.at("/previous/url").asText()).isEqualTo("mailto:person2@example.com");
        assertThat(recorded.at("/case/calls").fieldNames().next())
                .isEqualTo("GET /rest/api/2/user/search?username=person1@example.com");
    }
}
