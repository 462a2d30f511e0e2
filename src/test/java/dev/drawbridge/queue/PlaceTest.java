package dev.drawbridge.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What makes another place, and what is the same place behind another door. */
class PlaceTest {
    private static final Place HERE =
            new Place("/data", "https://jira.acme.example/jira", "https://sync.acme.example", "0123");

    @Test
    void theSamePlaceIsNoOther() {
        assertThat(HERE.differences(HERE)).isEmpty();
    }

    @Test
    void anotherStoreJiraUrlOrMachineIsAnotherPlace() {
        assertThat(HERE.differences(with("/copy", HERE.jiraUrl(), HERE.publicUrl(), HERE.machine())))
                .containsExactly("the store: /data → /copy");
        assertThat(HERE.differences(with("/data", "https://jira-test.acme.example/jira", HERE.publicUrl(), "0123")))
                .containsExactly("Jira: https://jira.acme.example/jira → https://jira-test.acme.example/jira");
        assertThat(HERE.differences(with("/data", "https://jira.acme.example/test", HERE.publicUrl(), "0123")))
                .singleElement()
                .asString()
                .startsWith("Jira:");
        assertThat(HERE.differences(with("/data", HERE.jiraUrl(), "https://test.acme.example", "0123")))
                .singleElement()
                .asString()
                .startsWith("the public URL:");
        assertThat(HERE.differences(with("/data", HERE.jiraUrl(), HERE.publicUrl(), "4567")))
                .containsExactly("the machine: 0123 → 4567");
    }

    @Test
    void anotherPortOrTlsIsTheSamePlaceBehindAnotherDoor() {
        assertThat(HERE.differences(with("/data", "http://JIRA.acme.example:8080/jira/", HERE.publicUrl(), "0123")))
                .isEmpty();
    }

    @Test
    void whatOneOfThemDoesNotTellIsNoDifference() {
        assertThat(HERE.differences(with("/data", HERE.jiraUrl(), null, null))).isEmpty();
        assertThat(with("/data", HERE.jiraUrl(), null, null).differences(HERE)).isEmpty();
    }

    private static Place with(String store, String jira, @Nullable String url, @Nullable String machine) {
        return new Place(store, jira, url, machine);
    }
}
