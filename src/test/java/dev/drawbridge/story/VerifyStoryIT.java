package dev.drawbridge.story;

import static dev.drawbridge.story.Bridge.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Both sides look whether all is as the other believes, whoever dials. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class VerifyStoryIT {
    private Company acme;
    private Company beta;
    private Bridge bridge;

    @BeforeAll
    void connect(@TempDir Path folder) throws IOException {
        acme = Company.reachable("Acme", "ACM", folder).start();
        beta = Company.behindFirewall("Beta", "BET", folder)
                .with("drawbridge.jira.census-every", "24h")
                .start();
        bridge = new Bridge(acme, beta, Company.connect(acme, beta, "SCRIPT"));
    }

    @AfterAll
    void stop() {
        if (beta != null) beta.close();
        if (acme != null) acme.close();
    }

    @Test
    void whatDiffersOrIsGoneIsFoundFromEitherSideAndWhatIsEqualIsNot() {
        var equal = share("Equal");
        acme.jira.comment("ada", equal, "Said");
        soon("copied", () -> beta.jira.commentBodies(bridge.twin(acme, equal)).size() == 1);
        beta.jira.edit("grace", bridge.twin(acme, equal), Map.of("summary", "Edited there"));
        soon("edited", () -> Bridge.text(acme, equal, "summary").equals("Edited there"));
        var gone = share("Gone there");
        var wrong = share("Not told there");
        bridge.quiet("all");
        var control = verify(acme);
        assertThat(control.path("differing")).as("nothing is wrong yet").isEmpty();
        assertThat(control.path("missing")).isEmpty();
        var all = control.path("compared").asInt();
        assertThat(control.path("equal").asInt()).isEqualTo(all).isPositive();

        beta.jira.deleteIssue("drawbridge", bridge.twin(acme, gone));
        forgetsWhatItSaw(beta, bridge.twin(acme, wrong));
        var lost = share("Lost here");
        bridge.quiet("all");
        forgetsTheTwin(acme, lost);

        var here = verify(acme);
        assertThat(keys(here.path("differing"), "issue")).containsExactly(wrong);
        assertThat(here.path("differing").path(0).path("side").asText()).isEqualTo("REMOTE");
        assertThat(here.path("differing").path(0).path("why").asText()).contains("not told");
        assertThat(keys(here.path("missing"), "issue")).contains(gone);
        assertThat(here.path("missing").toString())
                .as("what only the partner keeps")
                .contains("does not know");
        assertThat(here.path("compared").asInt()).isEqualTo(all + 1);
        assertThat(here.path("equal").asInt()).isEqualTo(all - 2);

        var there = verify(beta);
        assertThat(keys(there.path("differing"), "side")).containsExactly("LOCAL");
        assertThat(there.path("missing").toString()).contains("does not keep it in sync");
    }

    @Test
    void aPartnerThatIsAwayIsWaitedForAndTheJobCanBeCancelled() {
        share("Waits");
        beta.stop();
        var first = Work.id(Work.order(acme, "verify", Map.of("connection", bridge.name())));
        soon("waits", () -> Work.job(acme, first).path("why").asText().contains("Waits for the partner"));
        acme.stop();
        acme.start();
        assertThat(Work.job(acme, first).path("state").asText()).isEqualTo("RUNNING");
        var second = Work.id(Work.order(acme, "verify", Map.of("connection", bridge.name())));
        assertThat(acme.delete("/api/v1/jobs/" + second).path("state").asText()).isEqualTo("CANCELLED");
        beta.start();

        assertThat(Work.ended(acme, first, "DONE")
                        .path("result")
                        .path("compared")
                        .asInt())
                .isPositive();
        assertThat(Work.job(acme, second).path("state").asText()).isEqualTo("CANCELLED");
    }

    @Test
    void onlyAConnectionThatIsThereIsVerified() {
        assertThat(Work.order(acme, "verify", Map.of("connection", "nobody"))
                        .path("status")
                        .asInt())
                .isEqualTo(404);
        assertThat(Work.order(acme, "verify", Map.of()).path("detail").asText()).contains("connection is missing");
        assertThat(beta.get("/api/v1/jobs").path("items").toString())
                .as("no traces of what a partner asked")
                .doesNotContain("VERIFY_FOR_PARTNER");
    }

    private String share(String words) {
        var key = acme.jira.createIssue("ada", "ACM", "Task", words, Map.of());
        bridge.share(acme, key);
        return key;
    }

    private JsonNode verify(Company company) {
        return Work.done(company, Work.order(company, "verify", Map.of("connection", bridge.name())))
                .path("result");
    }

    /** As if a change had come past the detection. */
    private static void forgetsWhatItSaw(Company company, String key) {
        company.node()
                .getBean(JdbcClient.class)
                .sql("update twin set seen = '{\"summary\":\"another\"}' where issue_key = ?")
                .param(key)
                .update();
    }

    /** As a store does that was restored from a backup. */
    private static void forgetsTheTwin(Company company, String key) {
        var db = company.node().getBean(JdbcClient.class);
        var twin = db.sql("select id from twin where issue_key = ?")
                .param(key)
                .query(UUID.class)
                .single();
        db.sql("delete from twin where id = ?").param(twin).update();
    }

    private static List<String> keys(JsonNode list, String name) {
        var keys = new ArrayList<String>();
        list.forEach(one -> keys.add(one.path(name).asText()));
        return keys;
    }
}
