package dev.drawbridge.story;

import static dev.drawbridge.story.Bridge.field;
import static dev.drawbridge.story.Bridge.soon;
import static dev.drawbridge.story.Bridge.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who is who on the other side of a Basic connection, and that no address leaves before somebody allows it. Ada and Grace
 * work for Acme; in Beta, {@code alovelace} has Ada's address, while nobody has Grace's. All that passes between the nodes
 * is overheard.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init")
class PeopleStoryIT {
    private static final Pattern ADDRESS = Pattern.compile("[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+");

    private Path rules;
    private Wiretap tap;
    private Company acme;
    private Company beta;
    private Bridge bridge;

    @BeforeAll
    void connect(@TempDir Path folder) throws IOException {
        acme = Company.reachable("Acme", "ACM", folder);
        tap = Wiretap.before(acme.peerPort());
        acme.with("drawbridge.public-url", tap.url()).start();
        beta = Company.behindFirewall("Beta", "BET", folder).start();
        beta.jira.addUser("alovelace", "A. Lovelace", "ADA@acme.example", "secret");
        beta.jira.addUser("jones", "Jones", "jones@beta.example", "secret");
        beta.jira.administration().grant("drawbridge", "BET", "MODIFY_REPORTER");
        acme.jira.addUser("mailman", "mailman@acme.example", "mailman@acme.example", "secret");
        acme.jira.administration().field("Approver", "userpicker");
        Company.connect(acme, beta, "BASIC");
        bridge = new Bridge(acme, beta, "bridge");
        rules = folder.resolve("Beta").resolve("sync-rules").resolve("bridge");
    }

    @BeforeEach
    void nothingHeard() {
        tap.forget();
    }

    @AfterAll
    void stop() throws IOException {
        if (beta != null) beta.close();
        if (acme != null) acme.close();
        if (tap != null) tap.close();
    }

    @Test
    @Order(1)
    void noAddressLeavesUntilTheConnectionSharesThem() {
        var key = issue("Full of people", "ada", "grace", "Ask [~grace] or [~mailman], thanks");
        acme.jira.comment("ada", key, "I ask [~grace]");
        acme.jira.comment("mailman", key, "I am called by my address");

        var twin = bridge.share(acme, key);

        soon("both comments", () -> beta.jira.commentBodies(twin).size() == 2);
        beta.jira.comment("grace", twin, "Back to [~jones]");
        soon("the answer", () -> acme.jira.commentBodies(key).size() == 3);
        assertThat(tap.heard())
                .contains("Full of people")
                .contains("Grace Hopper")
                .contains("Back to [~Jones]");
        assertThat(ADDRESS.matcher(tap.heard()).results().map(found -> found.group()))
                .isEmpty();
        assertThat(tap.heard()).doesNotContain("[~grace]");
        assertThat(text(beta, twin, "description")).isEqualTo("Ask @Grace Hopper or @mailman, thanks");
        assertThat(text(beta, twin, "assignee")).as("the project's default").isEmpty();
        assertThat(text(beta, twin, "reporter")).as("the proxy user").isEqualTo("drawbridge");
        assertThat(bridge.view(beta, twin).path("warnings")).isEmpty();
    }

    @Test
    @Order(2)
    void usersCsvSaysWhoIsWhoWithoutAnyAddress() throws IOException {
        Files.createDirectories(rules);
        Files.writeString(rules.resolve("users.csv"), "local,remote\njones,Grace Hopper\n");
        soon("the table is in use", () -> {
            var key = issue("For Grace", "grace", "ada", "[~grace] knows");
            var twin = bridge.share(acme, key);
            return text(beta, twin, "assignee").equals("jones")
                    && text(beta, twin, "description").equals("[~jones] knows");
        });
        assertThat(ADDRESS.matcher(tap.heard()).find()).isFalse();
        Files.delete(rules.resolve("users.csv"));
        soon("the table is gone", () -> {
            var key = issue("For nobody", "grace", "ada", "");
            return text(beta, bridge.share(acme, key), "assignee").isEmpty();
        });
    }

    @Test
    @Order(3)
    void sharedAddressesFindTheOneActiveUserWhoHasThem() {
        bridge.patch(acme, Map.of("shareEmails", true));
        var key = issue("For Ada", "ada", "ada", "[~ada] and [~grace]");

        var twin = bridge.share(acme, key);

        assertThat(tap.heard()).as("what the first test would have heard").contains("ada@Acme.example");
        assertThat(text(beta, twin, "assignee")).isEqualTo("alovelace");
        assertThat(text(beta, twin, "reporter")).isEqualTo("alovelace");
        assertThat(text(beta, twin, "description")).isEqualTo("[~alovelace] and @Grace Hopper");
        assertThat(bridge.view(beta, twin).path("warnings")).isEmpty();

        beta.jira.edit("grace", twin, Map.of("assignee", Map.of("name", "jones")));
        bridge.mark(beta, twin, "Jones takes it");
        acme.jira.edit("ada", key, Map.of("assignee", Map.of("name", "grace")));
        soon("nobody is known to be Grace", () -> bridge.warning(beta, twin, "assignee")
                .has("reason"));

        assertThat(text(beta, twin, "assignee")).as("left as it was").isEqualTo("jones");
        var warning = bridge.warning(beta, twin, "assignee");
        assertThat(warning.path("value").asText()).isEqualTo("Grace Hopper");
        assertThat(warning.path("remedy").asText()).contains("users.csv");
        assertThat(bridge.state(beta, twin)).isEqualTo("SYNCHRONIZED_EXCEPT");
    }

    @Test
    @Order(4)
    void twoUsersWithOneAddressAreNobodyAndAnInactiveOneIsNone() {
        bridge.patch(acme, Map.of("shareEmails", true));
        acme.jira.addUser("linus", "Linus", "linus@acme.example", "secret");
        acme.jira.addUser("dennis", "Dennis", "dennis@acme.example", "secret");
        beta.jira.addUser("linus1", "Linus", "linus@acme.example", "secret");
        beta.jira.addUser("linus2", "Linus", "linus@acme.example", "secret");
        beta.jira.addUser("dennis", "Dennis", "dennis@acme.example", "secret");
        beta.jira.administration().active("dennis", false);

        for (var person : List.of("linus", "dennis")) {
            var twin = bridge.share(acme, issue("For " + person, person, "ada", ""));
            assertThat(text(beta, twin, "assignee")).isEmpty();
            assertThat(bridge.warning(beta, twin, "assignee").path("reason").asText())
                    .contains("exactly one active user");
        }
        assertThat(field(beta, bridge.share(acme, issue("For Ada again", "ada", "ada", "")), "assignee")
                        .path("name")
                        .asText())
                .isEqualTo("alovelace");
    }

    private String issue(String summary, @Nullable String assignee, String reporter, String description) {
        var fields = new HashMap<String, Object>();
        if (assignee != null) fields.put("assignee", Map.of("name", assignee));
        fields.put("reporter", Map.of("name", reporter));
        fields.put("description", description);
        return acme.jira.createIssue("ada", "ACM", "Task", summary, fields);
    }
}
