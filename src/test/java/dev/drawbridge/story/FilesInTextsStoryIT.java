package dev.drawbridge.story;

import static dev.drawbridge.story.Bridge.soon;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Texts show the right file on both sides, also where it is called otherwise there. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class FilesInTextsStoryIT {
    private Company acme;
    private Company beta;
    private Bridge bridge;

    @BeforeAll
    void connect(@TempDir Path folder) throws IOException {
        acme = Company.reachable("Acme", "ACM", folder).start();
        beta = Company.behindFirewall("Beta", "BET", folder).start();
        bridge = new Bridge(acme, beta, Company.connect(acme, beta, "BASIC"));
    }

    @AfterAll
    void stop() {
        if (beta != null) beta.close();
        if (acme != null) acme.close();
    }

    @Test
    void aFileBesideOneOfTheSameNameGetsAnotherAndTextsFollow() {
        var key = acme.jira.createIssue("ada", "ACM", "Task", "Pictures", Map.of());
        var twin = bridge.share(acme, key);
        beta.jira.attach("grace", twin, "pic.png", bytes("Beta's picture"));
        soon("Beta's at Acme", () -> acme.jira.attachmentNames(key).equals(List.of("pic.png")));

        acme.jira.attach("ada", key, "pic.png", bytes("Acme's"));
        acme.jira.comment("ada", key, "Look: !pic.png|thumbnail! and [mine|^pic.png]");

        soon("the copy", () -> beta.jira.attachmentNames(twin).contains("pic-Acme.png"));
        soon("the comment", () -> beta.jira.commentBodies(twin).size() == 1);
        assertThat(beta.jira.commentBodies(twin).get(0))
                .endsWith("Look: !pic-Acme.png|thumbnail! and [mine|^pic-Acme.png]");

        beta.jira.comment("grace", twin, "Yours !pic-Acme.png!, ours !pic.png!");
        soon("the answer", () -> acme.jira.commentBodies(key).size() == 2);
        assertThat(acme.jira.commentBodies(key).get(1)).contains("Yours !pic.png!");
        bridge.quiet(key);
        assertThat(beta.jira.attachmentNames(twin)).containsExactlyInAnyOrder("pic.png", "pic-Acme.png");
    }

    @Test
    void aTextThatNamesARenamedFileDoesNotGoBackAsAnEdit() {
        var key = acme.jira.createIssue("ada", "ACM", "Task", "Described", Map.of());
        acme.jira.attach("ada", key, "a\u200Bb.txt", bytes("Hidden"));
        acme.jira.edit("ada", key, Map.of("description", "See [^a\u200Bb.txt]"));
        var twin = bridge.share(acme, key);
        soon("the copy", () -> beta.jira.attachmentNames(twin).equals(List.of("ab.txt")));
        soon("the text", () -> Bridge.text(beta, twin, "description").equals("See [^ab.txt]"));

        beta.jira.edit("grace", twin, Map.of("summary", "Described there"));
        soon("the edit", () -> Bridge.text(acme, key, "summary").equals("Described there"));
        bridge.quiet(key);
        assertThat(Bridge.text(acme, key, "description")).isEqualTo("See [^a\u200Bb.txt]");
        beta.jira.edit("grace", twin, Map.of("description", "Do see [^ab.txt]"));
        soon("the other edit", () -> Bridge.text(acme, key, "description").equals("Do see [^a\u200Bb.txt]"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
