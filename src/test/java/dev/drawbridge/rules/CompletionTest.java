package dev.drawbridge.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.exalate.basic.domain.hubobject.v1.BasicHubComment;
import com.exalate.basic.domain.hubobject.v1.BasicHubIssue;
import com.exalate.basic.domain.hubobject.v1.BasicHubIssueType;
import com.exalate.basic.domain.hubobject.v1.BasicHubUser;
import com.exalate.basic.domain.hubobject.v1.status.BasicHubStatus;
import dev.drawbridge.rules.guard.Allowed;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the editor of rules offers where the cursor, a bar in these texts, stands. */
class CompletionTest {
    private static final Terms TERMS = new Terms(
            new UUID(0, 1), "bridge", "BET", "ACM", "https://jira.acme.example", "*{name}* commented:", "safe");

    private final RecordedJira jira = new RecordedJira(
            Desk.json(
                    """
            {projects: {BET: {
                statuses: [{name: 'To Do'}, {name: 'In Progress'}],
                issueTypes: [{id: '1', name: 'Task'}, {id: '2', name: 'Bug'}],
                versions: [{id: '3', name: '1.0'}], components: [{id: '4', name: 'Core'}]}},
             priorities: [{id: '1', name: 'High'}, {id: '2', name: 'Low'}],
             resolutions: [{id: '1', name: 'Done'}],
             customFields: [
                {id: '10001', name: 'Severity', type: 'option', options: [{id: '1', value: 'Grave'}, {id: '2', value: 'Light "so so"'}]},
                {id: '10002', name: 'Due at customer', type: 'date'},
                {id: '10003', name: 'Teams', type: 'options', options: [{id: '5', value: 'Blue'}]}]}"""));

    private final Map<String, Class<?>> scripts = Map.of(
            "Status",
            script(
                    """
            class Status {
                static String receive(String theirs, boolean strict = false) { theirs }
                static void send() {}
                String ofAnObject() { '' }
                private static int hidden() { 1 }
            }
            """));

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "issue.|                                       ~ summary: String",
                "issue.|                                       ~ status: BasicHubStatus",
                "issue.|                                       ~ comments: List<BasicHubComment>",
                "issue.|                                       ~ setStatus(Object status)",
                "issue.sta|                                    ~ status: BasicHubStatus",
                "replica.status.|                              ~ category",
                "replica.status?.|                             ~ name: String",
                "issue.assignee.|                              ~ displayName",
                "issue.comments.|                              ~ body",
                "issue.comments.|                              ~ find(Closure): T",
                "issue.comments[0].|                           ~ author: BasicHubUser",
                "issue.comments.first().author.|               ~ email",
                "issue.comments.findAll { it.internal }.find { it.body }.|~ body",
                "issue.comments.each { it.|                    ~ body",
                "issue.comments.each { it.author.|             ~ email",
                "issue.comments.findAll { comment -> comment.| ~ body",
                "issue.fixVersions.any { it.|                  ~ releaseDate: Date",
                "issue.attachments.each { file -> println \"${file.|~ filename",
                "log.info(\"$issue.|                           ~ summary: String",
                "issue.summary.|                               ~ toUpperCase(): String",
                "issue.project.versions.|                      ~ releaseDate: Date",
                "nodeHelper.|                                  ~ getPriority(Object name): BasicHubPriority",
                "nodeHelper.getPriority('High').|              ~ name: String",
                "nodeHelper.getUserByEmail('a@b.c')?.|         ~ username",
                "commentHelper.|                               ~ mergeComments(Map<String, Object> issue, Map<String, Object> replica): List<Object>",
                "commentHelper.mergeComments(issue, replica, { it.|~ body",
                "commentHelper.mergeComments(issue, replica) { c -> c.|~ body",
                "workLogHelper.mergeWorkLogs(issue, replica) { it.|~ timeSpent",
                "attachmentHelper.|                            ~ mergeAttachments(Map<String, Object> issue, Map<String, Object> replica): List<Object>",
                "issue.customFields.\"Severity\".value.|       ~ childOptions",
                "issue.\"Severity\".|                          ~ childOptions",
                "issue.customFields.\"Teams\".value.each { it.|~ childOptions",
                "issue.due.|                                   ~ time: long",
                "issue.customFields.|                          ~ Severity",
                "issue.customFields.\"|                        ~ Due at customer",
                "issue.customFields[\"|                        ~ Severity",
                "issue.\"|                                     ~ Severity",
                "issue.status == \"|                           ~ In Progress",
                "issue.status.name != '|                       ~ To Do",
                "if (issue.status.name in [\"Done\", \"|       ~ To Do",
                "issue.setStatus(\"|                           ~ In Progress",
                "issue.setStatus \"|                           ~ In Progress",
                "nodeHelper.getPriority(\"|                    ~ Low",
                "nodeHelper.getIssueType('|                    ~ Bug",
                "issue.typeName = \"|                          ~ Task",
                "issue.type.name.equals(\"|                    ~ Task",
                "issue.priority = '|                           ~ High",
                "issue.components = ['|                        ~ Core",
                "switch (issue.priority.name) { case '|        ~ Low",
                "issue.customFields.\"Severity\".value = \"|   ~ Grave",
                "issue.customFields.\"Severity\".value.value == \"|~ Grave",
                "nodeHelper.getOption(issue, \"|               ~ Severity",
                "nodeHelper.getOption(issue, \"Severity\", \"| ~ Grave",
                "Status.|                                      ~ receive(String theirs, boolean strict): String",
                "St|                                           ~ Status",
                "def mine = 1; mi|                             ~ mine",
                "def reporter = issue.reporter; reporter.|     ~ email",
                "def x = issue.priority ?: replica.priority; x.|~ name: String",
                "for (c in replica.comments) { c.|             ~ body",
                "issue.comments.each { one -> o|               ~ one",
                "def helper(a, b) { a }; he|                   ~ helper(a, b)",
                "import com.exalate.basic.domain.hubobject.v1.BasicHubComment; BasicHubComment c = null; c.|~ body"
            })
    void thatIsOfferedThere(String text, String shown) {
        assertThat(shown(text, true)).contains(shown);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "nodeHelper.|                     ~ getClass(): Class<?>",
                "nodeHelper.|                     ~ class: Class<?>",
                "issue.|                          ~ getMetaClass(): MetaClass",
                "issue.|                          ~ metaClass: MetaClass",
                "issue.comments.|                 ~ parallelStream(): Stream<E>",
                "issue.summary.|                  ~ execute(): Process",
                "Status.|                         ~ ofAnObject(): String",
                "Status.|                         ~ hidden(): int",
                "issue.comments.each { it.body }; it.|~ body",
                "issue.comments.each { x -> x }; x|~ x",
                "replica.status == \"|            ~ To Do",
                "// issue.|                       ~ summary: String",
                "/* issue.|                       ~ summary: String",
                "def s = 'issue.|                 ~ summary: String",
                "issue.status == \"a\" && issue.type == \"|~ To Do",
                "nobody.|                         ~ summary: String",
                "System.|                         ~ exit(int): void",
                "issue.summary = \"|              ~ To Do"
            })
    void thatIsNotOfferedThere(String text, String shown) {
        assertThat(shown(text, true)).doesNotContain(shown);
    }

    @Test
    void anOutgoingRuleFindsOnlyItsOwnNames() {
        assertThat(shown("fi|", true)).contains("firstSync", "store");
        assertThat(shown("fi|", false)).doesNotContain("firstSync", "store");
        assertThat(shown("replica.status == \"|", false)).contains("To Do");
    }

    @Test
    void whatIsPutInEndsTheTextAndKeepsItsQuotes() {
        assertThat(offer("issue.\"Severity\".value = \"|", true).items())
                .contains(new Completion.Member("Light \\\"so so\\\"\"", "Light \"so so\""));
        assertThat(offer("issue.\"Severity\".value = '|'", true).items())
                .contains(new Completion.Member("Light \"so so\"", "Light \"so so\""));
        assertThat(offer("issue.customFields.Due|", true).items())
                .contains(new Completion.Member("\"Due at customer\"", "Due at customer"));
    }

    @Test
    void itSaysWhatIsReplaced() {
        assertThat(offer("issue.sta|", true).from()).isEqualTo(6);
        assertThat(offer("issue.status == \"To |", true).from()).isEqualTo(17);
        assertThat(offer("issue.status == \"To |", true).inText()).isTrue();
        assertThat(offer("|", true).items()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "issue.|",
                "issue.comments.|",
                "nodeHelper.|",
                "issue.summary.|",
                "log.|",
                "syncHelper.|",
                "Math.|"
            })
    void everyMethodThatIsOfferedIsOneThatTheGuardLetsPass(String text) {
        var items = offer(text, true).items();
        assertThat(items).isNotEmpty();
        for (var item : items)
            assertThat(List.of("getClass", "getMetaClass", "execute", "wait", "notify", "evaluate", "invokeMethod"))
                    .doesNotContain(item.insert().replace("(", ""));
    }

    @Test
    void whatTheGuardForbidsIsForbiddenForTheEditorToo() {
        assertThat(Allowed.ofObject(String.class, "execute")).isFalse();
        assertThat(Allowed.ofObject(String.class, "toUpperCase")).isTrue();
        assertThat(Allowed.type(Runtime.class)).isFalse();
        assertThat(Allowed.type(BasicHubComment.class)).isTrue();
    }

    @Test
    void theKeysAreThoseThatTheClassesHoldAndTheirKindsThoseThatComeOfSettingThem() {
        assertThat(Shapes.keys(BasicHubIssue.class).keySet()).isEqualTo(BasicHubIssue.wellKnownKeys());
        assertThat(Shapes.keys(BasicHubComment.class).get("author")).isEqualTo(Known.of(BasicHubUser.class));
        assertThat(Shapes.keys(BasicHubIssue.class).get("typeName"))
                .isEqualTo(Known.of(String.class).naming(BasicHubIssueType.class));
        assertThat(Shapes.keys(BasicHubStatus.class)).containsOnlyKeys("id", "name", "category");
    }

    private List<String> shown(String text, boolean incoming) {
        return offer(text, incoming).items().stream()
                .map(Completion.Member::shown)
                .toList();
    }

    private Completion.Offer offer(String marked, boolean incoming) {
        var at = marked.indexOf('|');
        var text = marked.substring(0, at) + marked.substring(at + 1);
        return new Caret(
                        Completion.bindings(TERMS, incoming),
                        new ClassNames(scripts, text),
                        new JiraNames(jira, List.of("BET")),
                        text,
                        at)
                .offer();
    }

    private static Class<?> script(String text) {
        var source = new RuleSource("lib/Status.groovy", "Status", text);
        var rule = RuleSource.rule("bridge/outgoing.groovy", "Status.send()");
        var compiled = new Compiler().add(source).add(rule).compile(List.of(rule));
        try {
            return Class.forName("Status", false, compiled.get(0).script().getClassLoader());
        } catch (ClassNotFoundException missing) {
            throw new AssertionError(missing);
        }
    }
}
