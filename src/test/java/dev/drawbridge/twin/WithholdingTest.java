package dev.drawbridge.twin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.connection.ConnectionSettings;
import dev.drawbridge.replica.Replica;
import dev.drawbridge.replica.Snapshot;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WithholdingTest {
    private static final ConnectionSettings SHARING = new ConnectionSettings(
            null,
            false,
            "none",
            true,
            false,
            "",
            "safe",
            true,
            "three-way",
            false,
            null,
            List.of(),
            Duration.ofDays(1));

    @Test
    void onlyACommentThatIsKnownToBeForEverybodyIsShown() throws IOException {
        var issue = issue(
                """
                {"comments": [{"body": "open", "internal": false}, {"body": "role", "internal": false, "roleLevel": "D"},
                 {"body": "group", "internal": false, "groupLevel": "g"}, {"body": "internal", "internal": true},
                 {"body": "nobody knows", "internal": null}]}
                """);

        assertThat(bodies(Withholding.apply(issue, ConnectionSettings.DEFAULTS)))
                .containsExactly("open");
        assertThat(bodies(Withholding.apply(issue, SHARING))).hasSize(5);
    }

    @Test
    void aRestrictedWorklogIsNotShownNorWhatOnlyItNames() throws IOException {
        var issue = issue(
                """
                {"workLogs": [{"comment": "open"}, {"comment": "see [^plan.pdf]", "roleLevel": "D"},
                 {"comment": "group", "groupLevel": "g"}], "attachments": [{"filename": "plan.pdf"}]}
                """);

        var told = Withholding.apply(issue, ConnectionSettings.DEFAULTS).issue();
        assertThat(told.json().path("workLogs")).hasSize(1);
        assertThat(told.json().path("attachments")).isEmpty();
        assertThat(Withholding.apply(issue, SHARING).issue().json().path("workLogs"))
                .hasSize(3);
    }

    @Test
    void neitherALinkNorAnEpicTellsOfAnotherProject() throws IOException {
        var issue = issue(
                """
                {"issueLinks": [{"otherIssueKey": "A-2"}, {"otherIssueKey": "SECRET-1"}],
                 "customFields": {"1": {"type": "epicLink", "value": {"urn": "SECRET-2"}},
                                  "2": {"type": "epicLink", "value": {"urn": "A-3"}}, "3": {"type": "text", "value": "x"}}}
                """);

        var told = Withholding.inside(issue.issue(), "A"::equals).json();
        assertThat(told.path("issueLinks")).hasSize(1);
        assertThat(told.path("customFields").properties().stream()
                        .map(java.util.Map.Entry::getKey)
                        .toList())
                .containsExactly("2", "3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            textBlock =
                    """
            plan     # [^plan]            # nothing             # false
            plan     # [see|^plan]        # nothing             # false
            plan     # !plan!             # nothing             # false
            plan     # !plan|thumbnail!   # nothing             # false
            plan     # [^plan]            # [^plan]             # true
            plan     # [^plan]            # [see|^plan]         # true
            plan     # [^plan]            # !plan|width=3!      # true
            plan     # [^plan]            # [^plan-public.pdf]  # false
            plan     # [^plan]            # !plan-public.png!   # false
            plan     # [^plan             # the plan            # false
            plan     # nothing            # nothing             # true
            a(1).txt # [^a(1).txt]        # [^a(1).txt]         # true
            a(1).txt # [^a(1).txt]        # nothing             # false
            """)
    void aFileIsShownUnlessOnlyHiddenCommentsNameIt(String file, String hidden, String open, boolean shown)
            throws IOException {
        var issue = issue(
                """
                {"description": "%s", "attachments": [{"filename": "%s"}],
                 "comments": [{"body": "%s", "internal": false, "roleLevel": "D"}]}
                """
                        .formatted(open, file, hidden));

        var told = Withholding.apply(issue, ConnectionSettings.DEFAULTS).issue().get("attachments");

        assertThat(told).hasSize(shown ? 1 : 0);
    }

    private static List<String> bodies(Snapshot snapshot) {
        var bodies = new ArrayList<String>();
        var comments = snapshot.issue().get("comments");
        if (comments != null)
            comments.forEach(comment -> bodies.add(comment.path("body").asText()));
        return bodies;
    }

    private static Snapshot issue(String json) throws IOException {
        var issue = Replica.of((ObjectNode) JsonMapper.builder().build().readTree(json));
        return new Snapshot(1, "A-1", "A", Instant.EPOCH, Instant.EPOCH, "ada", false, false, issue);
    }
}
