package dev.drawbridge.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever writes a rule learns it from one page: what that shows is what happens. */
@SuppressWarnings("NullAway.Init")
class RulesReadmeTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Path PAGE = Path.of("sync-rules", "README.md");
    private static final Pattern BLOCK =
            Pattern.compile("```groovy\n(.*?)```(?:\n\n→\n\n```json\n(.*?)```)?", Pattern.DOTALL);
    private static final Pattern EXCHANGE =
            Pattern.compile("## The exchange of this page\n.*?```json\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path rules;

    /** A rule on the page, and what it says comes of it. */
    record Block(String rule, @Nullable JsonNode outcome) {
        String kind() {
            return rule.lines().findFirst().orElse("");
        }

        @Override
        public String toString() {
            return rule.lines().skip(1).findFirst().orElse("") + " …";
        }
    }

    static List<Block> blocks() throws IOException {
        var blocks = new ArrayList<Block>();
        var found = BLOCK.matcher(Files.readString(PAGE));
        while (found.find())
            blocks.add(new Block(found.group(1), found.group(2) == null ? null : JSON.readTree(found.group(2))));
        return blocks;
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void everyRuleOfThePageDoesWhatThePageSays(Block block) throws IOException {
        var outcome = run(block);

        if (block.kind().endsWith(", fails"))
            assertThat(outcome.path("error").asText()).contains("I see: Closed");
        else {
            assertThat(outcome.toString()).isNotEqualTo("{}").doesNotContain("\"error\"", "\"warnings\"");
            assertThat(outcome.path("issue").size() + outcome.path("asks").size())
                    .as("does something: %s", outcome)
                    .isGreaterThanOrEqualTo(block.kind().startsWith("// outgoing") ? 0 : 1);
        }
        if (block.outcome() != null)
            assertThat(Mismatch.between(block.outcome(), outcome)).isEmpty();
    }

    @Test
    void aBlockThatIsWrongIsNoticed() throws IOException {
        assertThat(run(new Block("// incoming.groovy\nissue.customFields.\"No such field\".value = 1\n", null))
                        .path("error")
                        .asText())
                .contains("line 2");
    }

    @Test
    void thePageShowsRulesOfBothDirectionsAndEveryHelper() throws IOException {
        var text = Files.readString(PAGE);

        assertThat(blocks()).hasSizeGreaterThan(15).allSatisfy(block -> assertThat(block.kind())
                .matches("// (outgoing|incoming)\\.groovy(, first sync|, fails)?"));
        for (var helper : List.of(
                NodeHelper.class,
                CommentHelper.class,
                AttachmentHelper.class,
                WorkLogHelper.class,
                WorkflowHelper.class,
                UserHelper.class,
                SyncHelper.class)) {
            var name = helper.getSimpleName();
            assertThat(text).contains("`" + name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1) + "`");
        }
    }

    private JsonNode run(Block block) throws IOException {
        var exchange = exchange();
        var first = block.kind().endsWith("first sync");
        var folder = Files.createDirectories(rules.resolve("page/examples/rule"));
        var said = JSON.createObjectNode();
        said.put("direction", block.kind().startsWith("// outgoing") ? "outgoing" : "incoming");
        said.put("firstSync", first);
        said.putObject("connection")
                .put("incomingProject", "BET")
                .put("remoteShort", "ACM")
                .put("remoteJiraUrl", "https://jira.acme.example");
        said.set("calls", exchange.get("calls"));
        if (!first) said.set("issue", exchange.get("issue"));
        said.set("replica", exchange.get("replica"));
        if (!first) said.set("previous", exchange.get("previous"));
        Files.writeString(folder.resolve("case.yaml"), said.toString());
        Files.writeString(folder.resolve(Example.RULE), block.rule());
        Files.copy(Path.of("sync-rules", "default", "examples", "metadata.json"), folder.resolve("metadata.json"));

        var result = new ExampleRun(rules, new Runs(Duration.ofSeconds(10))).one("page", folder, true);

        assertThat(result.problems()).isEmpty();
        var outcome = (ObjectNode) JSON.readTree(Files.readString(folder.resolve("expected.json")));
        if (outcome.has("error"))
            outcome.put("error", outcome.get("error").asText().replace("page/examples/rule/", ""));
        return outcome;
    }

    private static JsonNode exchange() throws IOException {
        var found = EXCHANGE.matcher(Files.readString(PAGE));
        assertThat(found.find()).isTrue();
        return JSON.readTree(found.group(1));
    }
}
