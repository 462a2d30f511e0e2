package dev.drawbridge.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.replica.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What rules do with comments, files and worklogs, and which of them are made, kept and deleted. */
class SubItemIdiomsTest {
    private static final String ISSUE =
            """
            {id: '10', key: 'BET-1', project: {key: 'BET'},
             comments: [{id: '1', body: 'ours', internal: false}, {id: '2', remoteId: '91', body: 'copy of 91'}],
             workLogs: [{id: '5', remoteId: '81', timeSpent: 60, startDate: '2026-01-01T08:00:00Z', comment: 'copy of 81'}],
             attachments: [{id: '7', remoteId: '71', filename: 'seen.txt'}]}
            """;
    private static final String REPLICA =
            """
            {key: 'ACM-1',
             comments: [{id: '91', body: 'first', author: {displayName: 'Ada'}}, {id: '92', body: 'second', author: {displayName: 'Ada'}},
                        {id: '93', body: 'deleted here', author: {displayName: 'Ada'}}],
             workLogs: [{id: '81', timeSpent: 120, startDate: '2026-01-01T08:00:00Z', comment: 'longer', author: {displayName: 'Ada'}},
                        {id: '82', timeSpent: 30, startDate: '2026-01-02T08:00:00Z', comment: 'new', author: {displayName: 'Ada'}}],
             attachments: [{id: '72', filename: 'a/b.txt', sha256: 'x'}]}
            """;
    private static final String PREVIOUS =
            """
            {comments: [{id: '91', body: 'first'}, {id: '93', body: 'deleted here'}],
             workLogs: [{id: '81', timeSpent: 60, startDate: '2026-01-01T08:00:00Z', comment: 'longer'}]}
            """;

    private final Desk desk = new Desk();

    @BeforeEach
    void traces() {
        desk.jira.user("grace", "grace@beta.example", true);
        desk.traces.add(new Trace(Trace.Kind.COMMENT, "2", "91", Trace.Owner.REMOTE));
        desk.traces.add(new Trace(Trace.Kind.COMMENT, "3", "93", Trace.Owner.REMOTE));
        desk.traces.add(new Trace(Trace.Kind.WORKLOG, "5", "81", Trace.Owner.REMOTE));
        desk.traces.add(new Trace(Trace.Kind.ATTACHMENT, "7", "71", Trace.Owner.REMOTE));
    }

    static Stream<Arguments> comments() {
        var header = "*Ada* (ACM) commented:\\n";
        return Stream.of(
                Arguments.of(
                        "issue.comments = commentHelper.mergeComments(issue, replica)",
                        List.of("1: ours", "2<91: copy of 91", "<92: " + header + "second")),
                Arguments.of(
                        "issue.comments = commentHelper.mergeComments(issue, replica, { it })",
                        List.of("1: ours", "2<91: copy of 91", "<92: second")),
                Arguments.of(
                        "issue.comments = commentHelper.mergeComments(issue, replica) { c -> c.body = '> ' + c.body }",
                        List.of("1: ours", "2<91: copy of 91", "<92: > second")),
                Arguments.of(
                        "issue.comments += replica.addedComments",
                        List.of("1: ours", "2<91: copy of 91", "<92: second")),
                Arguments.of("issue.comments = replica.comments", List.of("2<91: copy of 91", "<92: second")),
                Arguments.of(
                        "issue.comments += commentHelper.addComment('hi', false, issue.comments)",
                        List.of("1: ours", "2<91: copy of 91", ": hi")),
                Arguments.of(
                        "issue.comments += commentHelper.addComment('hi', false, issue.comments)\n"
                                + "issue.comments = commentHelper.mergeComments(issue, replica)\n"
                                + "issue.comments += replica.addedComments",
                        List.of("1: ours", "2<91: copy of 91", ": hi", "<92: " + header + "second")),
                Arguments.of(
                        "replica.addedComments.each { it.executor = nodeHelper.getUserByEmail('grace@beta.example') }\n"
                                + "issue.comments = commentHelper.mergeComments(issue, replica, { it })",
                        List.of("1: ours", "2<91: copy of 91", "<92: " + header + "second")),
                Arguments.of(
                        "issue.comments = commentHelper.mergeComments(issue, replica) { it.executor = null }\n"
                                + "issue.comments = commentHelper.mergeComments(issue, replica) { it.body = 'last ' + it.body }",
                        List.of("1: ours", "2<91: copy of 91", "<92: last second")),
                Arguments.of(
                        "issue.comments = commentHelper.mergeComments(issue, replica) { it.body = it.body.replaceAll(/s\\w+/, 'S') }",
                        List.of("1: ours", "2<91: copy of 91", "<92: S")),
                Arguments.of(
                        "issue.summary = issue.comments.body.contains('ours')",
                        List.of("1: ours", "2<91: copy of 91")));
    }

    @ParameterizedTest
    @MethodSource("comments")
    void whichCommentsThereAre(String rule, List<String> comments) {
        assertThat(said(wanted(rule).path("comments"))).isEqualTo(comments);
    }

    @Test
    void anEditOfThePartnerIsTakenOverWithTheShapeOfTheRule() {
        var wanted = desk.incoming(
                        "issue.comments = commentHelper.mergeComments(issue, replica) { it.body = it.body + '!' }",
                        ISSUE,
                        REPLICA.replace("'first'", "'changed'"),
                        PREVIOUS)
                .issue();

        assertThat(said(wanted.path("comments"))).contains("2<91: changed!");
    }

    @Test
    void whatAnExecutorMeansIsNoted() {
        var asked = desk.incoming(
                        "issue.comments = commentHelper.mergeComments(issue, replica) { it.executor = 'grace' }",
                        ISSUE,
                        REPLICA,
                        PREVIOUS)
                .asked();

        assertThat(asked.wishes().notes())
                .singleElement()
                .asString()
                .contains("lets nobody write in another user's name");
    }

    @Test
    void worklogsAreMergedLikeComments() {
        var logs = wanted(
                        "issue.workLogs = workLogHelper.mergeWorkLogs(issue, replica) { w -> w.comment = 'by ' + w.author.displayName }")
                .path("workLogs");

        assertThat(logs).hasSize(2);
        assertThat(logs.get(0).path("timeSpent").asInt()).isEqualTo(120);
        assertThat(logs.get(0).path("comment").asText()).isEqualTo("by Ada");
        assertThat(logs.get(1).path("remoteId").asText()).isEqualTo("82");
        assertThat(logs.get(1).path("startDate").asText()).isEqualTo("2026-01-02T08:00:00Z");
    }

    @Test
    void filesAreMergedByWhatTheyAreCopiesOf() {
        var files = wanted("issue.attachments = attachmentHelper.mergeAttachments(issue, replica)")
                .path("attachments");

        assertThat(files).hasSize(1);
        assertThat(files.get(0).path("filename").asText()).isEqualTo("b.txt");
        assertThat(files.get(0).path("remoteId").asText()).isEqualTo("72");
    }

    @Test
    void whatTheReplicaDoesNotNameStaysAsItIs() {
        var wanted = desk.incoming(
                        """
                        issue.comments = commentHelper.mergeComments(issue, replica)
                        issue.workLogs = workLogHelper.mergeWorkLogs(issue, replica)
                        issue.attachments = attachmentHelper.mergeAttachments(issue, replica)
                        """,
                        ISSUE,
                        "{summary: 'Only this'}",
                        PREVIOUS)
                .issue();

        assertThat(wanted).isEqualTo(Desk.json(ISSUE));
    }

    private JsonNode wanted(String rule) {
        return desk.incoming(rule, ISSUE, REPLICA, PREVIOUS).issue();
    }

    private static List<String> said(JsonNode comments) {
        var said = new ArrayList<String>();
        comments.forEach(comment -> said.add(comment.path("id").asText("")
                + (comment.hasNonNull("remoteId")
                        ? "<" + comment.get("remoteId").asText()
                        : "")
                + ": "
                + comment.path("body").asText().replace("\n", "\\n")));
        return said;
    }
}
