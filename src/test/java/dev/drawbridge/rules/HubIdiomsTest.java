package dev.drawbridge.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.replica.Canonical;
import dev.drawbridge.twin.Twinned;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The liberties that administrators take with issues, and what becomes of them. */
class HubIdiomsTest {
    private static final String ISSUE =
            """
            {id: '10', key: 'BET-1', summary: 'Old', description: 'Text', due: '2026-01-31', labels: ['a', 'b'],
             status: {name: 'Open'}, priority: {name: 'High'}, type: {id: '3', name: 'Task'}, project: {key: 'BET', name: 'Beta'},
             assignee: {key: 'k', username: 'grace', displayName: 'Grace', email: 'grace@beta.example', active: true},
             created: '2026-01-01T10:00:00Z', updated: '2026-01-02T10:00:00.120Z', comments: [], attachments: [],
             fixVersions: [{name: '1.0', released: true}], components: [{name: 'UI'}],
             customFields: {'10001': {id: '10001', name: 'Severity', type: 'option', value: {id: '7', value: 'Major'}},
                            '10002': {id: '10002', name: 'Notes', type: 'text', value: 'n'},
                            '10009': {id: '10009', name: 'Twice', type: 'text', value: 'second'}}}
            """;

    final Desk desk = desk();

    /** Where the rules run. */
    Desk desk() {
        return new Desk();
    }

    @BeforeEach
    void fields() {
        desk.jira
                .user("grace", "grace@beta.example", true)
                .field("10001", "Severity", "option")
                .field("10002", "Notes", "text")
                .field("10003", "Score", "number")
                .field("10004", "Started", "date")
                .field("10005", "Seen", "datetime")
                .field("10006", "Areas", "options")
                .field("10007", "Place", "cascade")
                .field("10008", "Twice", "text")
                .field("10009", "Twice", "text")
                .field("10010", "Approver", "user")
                .field("10011", "Tags", "labels")
                .field("10012", "Epic Link", "epicLink")
                .field("10013", "Watching", "users")
                .field("10014", "Fixed in", "versions");
        desk.twins.put("77", new Twinned.Local(12, "BET-2"));
    }

    static Stream<Arguments> outgoing() {
        return Stream.of(
                Arguments.of("replica.labels = issue.labels", "{labels: ['a', 'b']}"),
                Arguments.of("replica.labels = issue.labels.collect { it.label }", "{labels: ['a', 'b']}"),
                Arguments.of("replica.labels += nodeHelper.getLabel('x')", "{labels: ['x']}"),
                Arguments.of("replica.labels.add('x')", "{labels: ['x']}"),
                Arguments.of(
                        "issue.labels.each { it.label = it.label.toUpperCase() }\nreplica.labels = issue.labels",
                        "{labels: ['A', 'B']}"),
                Arguments.of("replica.due = issue.due", "{due: '2026-01-31'}"),
                Arguments.of("replica.created = issue.created", "{created: '2026-01-01T10:00:00Z'}"),
                Arguments.of("replica.updated = issue.getUpdated()", "{updated: '2026-01-02T10:00:00.120Z'}"),
                Arguments.of("replica.age = issue.created.time", "{age: 1767261600000}"),
                Arguments.of("replica.who = issue.assignee?.displayName", "{who: 'Grace'}"),
                Arguments.of("replica.none = issue.reporter?.displayName", "{none: null}"),
                Arguments.of("replica.'Any name' = issue.summary", "{'Any name': 'Old'}"),
                Arguments.of("replica['a b'] = \"${issue.key}\"", "{'a b': 'BET-1'}"),
                Arguments.of("replica.put('x', issue.get('key'))", "{x: 'BET-1'}"),
                Arguments.of(
                        "replica.key = issue.getKey(); replica.type = issue.issueType",
                        "{key: 'BET-1', type: {id: '3', name: 'Task'}}"),
                Arguments.of("replica.n = issue.projectKey + '/' + issue.typeName", "{n: 'BET/Task'}"),
                Arguments.of(
                        "replica.project = issue.project; replica.project.versions = []",
                        "{project: {key: 'BET', name: 'Beta', versions: []}}"),
                Arguments.of("replica.customKeys.'Story' = [key: issue.key]", "{customKeys: {Story: {key: 'BET-1'}}}"),
                Arguments.of("replica.x = issue.customFields.'Severity'.value.value", "{x: 'Major'}"),
                Arguments.of("replica.x = issue.customFields.'10001'?.value?.value", "{x: 'Major'}"),
                Arguments.of("replica.x = issue.'Notes'", "{x: 'n'}"),
                Arguments.of("replica.x = issue.'No such thing'", "{x: null}"),
                Arguments.of("replica.x = issue.customFields.'No such thing'?.value", "{x: null}"),
                Arguments.of("replica.x = issue.customFields.'Score'.value", "{x: null}"),
                Arguments.of("replica.x = issue.customFields.'Twice'.value", "{x: 'second'}"),
                Arguments.of(
                        "replica.customFields.'S' = issue.customFields.'Severity'",
                        "{customFields: {S: {id: '10001', name: 'Severity', type: 'option', value: {id: '7', value: 'Major'}}}}"),
                Arguments.of(
                        "replica.customFields.'S' = issue.customFields.'Score'",
                        "{customFields: {S: {id: '10003', name: 'Score', type: 'number', value: null}}}"),
                Arguments.of("replica.customFields.'S'.value = 3", "{customFields: {S: {name: 'S', value: 3}}}"),
                Arguments.of(
                        "replica.fixVersions = issue.fixVersions", "{fixVersions: [{name: '1.0', released: true}]}"),
                Arguments.of("replica.v = issue.fixVersions.name", "{v: ['1.0']}"),
                Arguments.of("replica.status = 'Done'", "{status: {name: 'Done'}}"),
                Arguments.of("def f() { replica.s = issue.summary }\nf()", "{s: 'Old'}"),
                Arguments.of("counter = 1\ndef g() { counter + 1 }\nreplica.c = g()", "{c: 2}"),
                Arguments.of(
                        "replica.summary = issue.summary\nreturn\nreplica.description = 'never'", "{summary: 'Old'}"),
                Arguments.of("return", "{}"),
                Arguments.of("replica.m = (issue.summary =~ /(O)(l)d/)[0][2]", "{m: 'l'}"),
                Arguments.of("replica.u = relation.name + connection.remoteInstance.name", "{u: 'bridgeACM'}"),
                Arguments.of("replica.i = issueKey.idStr + issueKey.URN", "{i: '10BET-1'}"),
                Arguments.of(
                        "import com.exalate.basic.domain.hubobject.v1.BasicHubUser\nreplica.reporter = new BasicHubUser(username: 'ada')",
                        "{reporter: {username: 'ada'}}"),
                Arguments.of("replica.h = nodeHelper.stripHtml('<p>One <b>two</b></p>')", "{h: 'One two'}"),
                Arguments.of("println 'hello'; log.info('hello'); replica.x = 1 as Long", "{x: 1}"),
                Arguments.of("replica.x = groovy.json.JsonOutput.toJson([a: 1])", "{x: '{\"a\":1}'}"));
    }

    @ParameterizedTest
    @MethodSource("outgoing")
    void whatAnOutgoingRuleSays(String rule, String replica) {
        assertThat(Canonical.of(desk.outgoing(rule, ISSUE))).isEqualTo(Canonical.of(Desk.json(replica)));
    }

    static Stream<Arguments> incoming() {
        return Stream.of(
                Arguments.of("issue.summary = replica.summary", "/summary", "'New'"),
                Arguments.of("issue.setStatus('Done')", "/status", "{name: 'Done'}"),
                Arguments.of("issue.setStatus(replica.status)", "/status", "{name: 'Closed'}"),
                Arguments.of("issue.status = replica.status.name", "/status", "{name: 'Closed'}"),
                Arguments.of(
                        "issue.priority = nodeHelper.getPriority('None such') ?: issue.priority",
                        "/priority",
                        "{name: 'High'}"),
                Arguments.of("issue.labels = ['x y'.replace(' ', '_'), 'z']", "/labels", "['x_y', 'z']"),
                Arguments.of("issue.labels += nodeHelper.getLabel('c')", "/labels", "['a', 'b', 'c']"),
                Arguments.of("issue.labels = replica.labels", "/labels", "['p']"),
                Arguments.of("issue.labels = replica.labels?.findAll { it.label != 'p' }", "/labels", "[]"),
                Arguments.of("issue.description = null", "/description", "null"),
                Arguments.of("issue.due = replica.due", "/due", "'2026-03-01'"),
                Arguments.of("issue.due = new Date(126, 3, 2)", "/due", "'2026-04-02'"),
                Arguments.of(
                        "issue.assignee = nodeHelper.getUserByEmail(replica.assignee?.email)",
                        "/assignee/username",
                        "'grace'"),
                Arguments.of("issue.assignee = nodeHelper.getUserByEmail('nobody@x')", "/assignee", "null"),
                Arguments.of("issue.assignee = nodeHelper.getUserByUsername('grace')", "/assignee/username", "'grace'"),
                Arguments.of("issue.assignee = 'grace'", "/assignee/username", "'grace'"),
                Arguments.of("issue.assignee = replica.assignee", "/assignee/username", "'grace'"),
                Arguments.of("issue.assignee = replica.reporter", "/assignee", "null"),
                Arguments.of(
                        "issue.customFields.'Severity'.value = 'Minor'",
                        "/customFields/10001/value",
                        "{value: 'Minor'}"),
                Arguments.of(
                        "issue.customFields.'Severity'.value = replica.customFields.'Weight'.value",
                        "/customFields/10001/value/value",
                        "'Heavy'"),
                Arguments.of(
                        "issue.customFields.'Severity' = replica.customFields.'Weight'",
                        "/customFields/10001/value/value",
                        "'Heavy'"),
                Arguments.of(
                        "issue.customFields.'Severity' = replica.customFields.'Weight'",
                        "/customFields/10001/name",
                        "'Severity'"),
                Arguments.of("issue.customFields.'10001'.value = null", "/customFields/10001/value", "null"),
                Arguments.of("issue.customFields.'Score'.value = '4.5'", "/customFields/10003/value", "4.5"),
                Arguments.of("issue.customFields.'Score'.value = 4", "/customFields/10003/value", "4"),
                Arguments.of(
                        "issue.customFields.'Started'.value = replica.due",
                        "/customFields/10004/value",
                        "'2026-03-01'"),
                Arguments.of(
                        "issue.customFields.'Seen'.value = replica.created",
                        "/customFields/10005/value",
                        "'2025-12-01T08:00:00Z'"),
                Arguments.of(
                        "issue.customFields.'Areas'.value = ['N', 'S']",
                        "/customFields/10006/value",
                        "[{value: 'N'}, {value: 'S'}]"),
                Arguments.of(
                        "issue.customFields.'Areas'.value = replica.customFields.'Many'.value.collect { it.value }",
                        "/customFields/10006/value",
                        "[{value: 'E'}, {value: 'W'}]"),
                Arguments.of(
                        "issue.customFields.'Place'.value = nodeHelper.getCascadingSelect('EU', 'BE')",
                        "/customFields/10007/value",
                        "{parent: {value: 'EU'}, child: {value: 'BE'}}"),
                Arguments.of(
                        "issue.customFields.'Place'.value = 'EU'",
                        "/customFields/10007/value",
                        "{parent: {value: 'EU'}}"),
                Arguments.of("issue.customFields.'10008'.value = 'first'", "/customFields/10008/value", "'first'"),
                Arguments.of(
                        "issue.customFields.'Approver'.value = replica.assignee",
                        "/customFields/10010/value/username",
                        "'grace'"),
                Arguments.of("issue.customFields.'Tags'.value = replica.labels", "/customFields/10011/value", "['p']"),
                Arguments.of(
                        "issue.customFields.'Fixed in'.value = ['1.0']",
                        "/customFields/10014/value",
                        "[{name: '1.0'}]"),
                Arguments.of(
                        "issue.customFields.'Epic Link'.value = nodeHelper.getLocalIssueFromRemoteId(replica.epic.toLong())",
                        "/customFields/10012/value",
                        "{urn: 'BET-2', id: '12'}"),
                Arguments.of("issue.'Notes' = replica.summary", "/customFields/10002/value", "'New'"),
                Arguments.of(
                        "issue.customFields.'Notes'.value = replica.customFields.'Weight'.value",
                        "/customFields/10002/value",
                        "'Heavy'"),
                Arguments.of("issue.customFields.'Notes'.value = 5", "/customFields/10002/value", "'5'"),
                Arguments.of(
                        "issue.parentId = nodeHelper.getLocalIssueFromRemoteId(replica.epic as Long)?.id",
                        "/parentId",
                        "'12'"),
                Arguments.of("issue.parentId = nodeHelper.getLocalIssueFromRemoteId(99)?.id", "/parentId", "null"),
                Arguments.of("issue.fixVersions = ['2.0', null]", "/fixVersions", "[{name: '2.0'}]"),
                Arguments.of(
                        "issue.components = replica.components?.collect { nodeHelper.getComponent(it.name, issue.project) }?.findAll { it }",
                        "/components",
                        "[]"),
                Arguments.of("issue.summary = previous.summary + '>' + replica.summary", "/summary", "'Before>New'"),
                Arguments.of("issue.summary = issueBeforeScript.summary + firstSync", "/summary", "'Oldfalse'"),
                Arguments.of(
                        "issue.summary = replica.addedComments.size() + '/' + replica.changedComments*.body + '/' + replica.removedComments.size()",
                        "/summary",
                        "'1/[two!]/1'"),
                Arguments.of(
                        "issue.description = issueUrl", "/description", "'https://jira.acme.example/browse/ACM-1'"),
                Arguments.of(
                        "issue.description = syncHelper.trackerUrl", "/description", "'https://jira.beta.example'"),
                Arguments.of("workflowHelper.transition(issue, 'Go'); issue.summary = 'x'", "/summary", "'x'"));
    }

    private static final String REPLICA =
            """
            {key: 'ACM-1', id: '76', summary: 'New', status: {name: 'Closed'}, labels: ['p'], due: '2026-03-01', epic: '77',
             created: '2025-12-01T08:00:00Z', assignee: {username: 'hopper', displayName: 'Grace H', email: 'grace@beta.example'},
             reporter: {username: 'grace', displayName: 'Another Grace', email: 'other@acme.example'},
             comments: [{id: '2', body: 'two!'}, {id: '3', body: 'three'}],
             customFields: {Weight: {id: '1', name: 'Weight', type: 'option', value: {id: '5', value: 'Heavy'}},
                            Many: {id: '2', name: 'Many', type: 'options', value: [{id: '1', value: 'E'}, {id: '2', value: 'W'}]}}}
            """;
    private static final String PREVIOUS =
            "{summary: 'Before', comments: [{id: '1', body: 'one'}, {id: '2', body: 'two'}]}";

    @ParameterizedTest
    @MethodSource("incoming")
    void whatAnIncomingRuleWants(String rule, String path, String value) {
        var wanted = desk.incoming(rule, ISSUE, REPLICA, PREVIOUS);

        assertThat(Canonical.of(wanted.issue().at(path)))
                .isEqualTo(Canonical.of(Desk.json("{x: " + value + "}").get("x")));
    }

    @Test
    void aRuleThatDoesNothingWantsWhatIsThere() {
        var wanted = desk.incoming("", ISSUE, REPLICA, PREVIOUS);

        assertThat(wanted.issue()).isEqualTo(Desk.json(ISSUE));
        assertThat(wanted.warnings()).isEmpty();
    }

    @Test
    void lookingAtEmptyThingsSetsNothing() {
        var wanted = desk.first(
                "if (issue.labels || issue.comments || issue.customFields.'Score'.value) throw new Exception('no')\n"
                        + "issue.projectKey = 'BET'\nissue.typeName = 'Task'",
                "{}");

        assertThat(wanted.issue()).isEqualTo(Desk.json("{project: {key: 'BET'}, type: {name: 'Task'}}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            issue.customFields.'Score'.value = 'many'   | customFields.10003 | 'Score' holds a number; 'many' is none.
            issue.customFields.'Score'.value = 0/0d      | customFields.10003 | 'Score' holds a number; 'NaN' is none.
            issue.customFields.'Started'.value = 'soon' | customFields.10004 | 'Started' holds a date such as 2026-01-31; 'soon' is none.
            issue.customFields.'Seen'.value = new Date(Long.MAX_VALUE) | customFields.10005 | 'Seen': the year 292278994 is out of Jira's range.
            issue.due = 'soon'                           | due                | 'due' holds a date such as 2026-01-31; 'soon' is none.
            issue.originalEstimate = 'long'              | originalEstimate   | 'originalEstimate' holds a number; 'long' is none.
            issue.customFields.'Approver'.value = replica.reporter | customFields.10010 | 'Approver': not exactly one active user here is known to be Another Grace.
            """)
    void aValueThatDoesNotFitIsAWarningAndTheRestGoesOn(String rule, String field, String reason) {
        var wanted = desk.incoming(rule + "\nissue.summary = 'Still'", ISSUE, REPLICA, PREVIOUS);

        assertThat(wanted.issue().path("summary").asText()).isEqualTo("Still");
        if (field.startsWith("customFields."))
            assertThat(wanted.issue().path("customFields").has(field.substring(13)))
                    .isFalse();
        else assertThat(wanted.issue().path(field)).isEqualTo(Desk.json(ISSUE).path(field));
        assertThat(wanted.places().get(field)).satisfies(place -> {
            assertThat(place.source().file()).isEqualTo("bridge/incoming.groovy");
            assertThat(place.line()).isEqualTo(1);
        });
        assertThat(wanted.warnings()).singleElement().satisfies(warning -> {
            assertThat(warning.field()).isEqualTo(field);
            assertThat(warning.reason()).isEqualTo(reason);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            replica.labels = { it }                     | 'labels' holds a closure, which cannot travel
            replica.customFields.'Y'.value = { it }     | 'Y' holds a closure, which cannot travel
            replica.x = { it }                          | 'x' holds a closure, which cannot travel
            def m = [:]; m.m = m; replica.x = m         | 'm' is nested too deeply, or holds itself
            replica.x = 0d/0                            | 'x' holds a number; 'NaN' is none.
            replica.x = new Date(Long.MAX_VALUE)        | 'x': the year 292278994 is out of Jira's range.
            debug.error('seen ' + issue.key)            | line 1: seen BET-1
            replica.x = issue.customFields.'Twixe'.value| line 1: Cannot get property 'value' on null object: this Jira has no custom field 'Twixe' for the issue
            throw new com.exalate.api.exception.IssueTrackerException('stop') | line 1: stop
            userHelper.createUser('a', 'b', 'c', 'd')   | line 1: Creating a user is not possible from outside of Jira.
            """)
    void whatCannotBeSaidIsRefusedInASentence(String rule, String sentence) {
        var part = sentence.startsWith("line 1: ") ? sentence.substring(8) : sentence;
        assertThatThrownBy(() -> desk.outgoing(rule, ISSUE))
                .isInstanceOfSatisfying(RuleBroken.class, broken -> assertThat(broken.sentence())
                        .startsWith("bridge/outgoing.groovy, line 1: ")
                        .contains(part));
    }

    @Test
    void twoFieldsOfOneNameAreNotGuessed() {
        ObjectNode issue = Desk.json(ISSUE);
        issue.withObject("/customFields").remove("10009");
        assertThatThrownBy(() -> desk.outgoing("replica.x = issue.customFields.'Twice'", issue.toString()))
                .hasMessageContaining(
                        "2 custom fields are called 'Twice': name the right one by its number, one of 10008, 10009");
    }

    @Test
    void aTransitionVersionsAndOtherIssuesAreAskedFor() {
        var asked = desk.incoming(
                        """
                        workflowHelper.transition(issue, 'Go')
                        syncHelper.syncBackAfterProcessing()
                        syncHelper.exalate(nodeHelper.getLocalIssueFromRemoteId(77))
                        issue.fixVersions = [nodeHelper.createVersion(issue, '3.0', 'Third')]
                        issue.components = [nodeHelper.createComponent(issue, 'Core', null, null, 'UNASSIGNED')]
                        """,
                        ISSUE,
                        REPLICA,
                        PREVIOUS)
                .asked();

        assertThat(asked.wishes().transition()).isEqualTo("Go");
        assertThat(asked.wishes().afterwards().syncBack()).isTrue();
        assertThat(asked.wishes().afterwards().alsoSync()).containsExactly("BET-2");
        assertThat(asked.wishes().first().toString())
                .contains("CreateVersion[project=BET, name=3.0")
                .contains("name=Core");
    }

    @Test
    void aRuleCallsItsOwnJiraAndBringsOtherIssuesAlong() {
        var said = desk.said(
                """
                httpClient.get("/rest/api/3/issue/" + issueKey.id).fields.subtasks?.each {
                    syncHelper.exalate(new com.exalate.basic.domain.BasicIssueKey(it.id, it.key))
                }
                replica.code = httpClient.http("PUT", "/rest/api/2/issue/10", ["notifyUsers": ["false"]], '{"fields": {}}', [:]) { it.code }
                httpClient.post("https://jira.beta.example/rest/api/2/issue/10/watchers", [name: 'grace'])
                """,
                ISSUE);

        assertThat(said.asked().wishes().afterwards().alsoSync()).containsExactly("BET-5");
        assertThat(said.replica().json().path("code").asInt()).isEqualTo(200);
        assertThat(desk.called)
                .containsExactly(
                        "GET /rest/api/2/issue/10",
                        "PUT /rest/api/2/issue/10?notifyUsers=false {\"fields\":{}}",
                        "POST /rest/api/2/issue/10/watchers {\"name\":\"grace\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            https://evil.example/x          | may only call this node's own Jira and the hosts of the connection's setting httpAllow (now: https://rates.example, *.beta.example:8443), not https://evil.example
            https://jira.beta.example.evil/ | not https://jira.beta.example.evil
            http://rates.example/           | not http://rates.example
            https://rates.example:8443/     | not https://rates.example:8443
            https://rates.example.evil/     | not https://rates.example.evil
            https://beta.example:8443/      | not https://beta.example:8443
            https://rates.example@evil.ex/  | takes no login within a URL
            https://rates .example/         | needs a URL, not
            //evil.example/x                | needs a path such as /rest/api/2/myself
            /rest/../../admin/              | needs a path such as /rest/api/2/myself
            file:///etc/passwd              | needs a path such as /rest/api/2/myself, or a URL
            """)
    void otherHostsAreNotCalled(String url, String sentence) {
        desk.allowed.addAll(List.of("https://rates.example", "*.beta.example:8443"));
        assertThatThrownBy(() -> desk.said("httpClient.get('" + url + "')", ISSUE))
                .hasMessageContaining(sentence);
        assertThat(desk.called).isEmpty();
    }

    @Test
    void hostsOnTheConnectionsListAreCalled() {
        desk.allowed.addAll(List.of("rates.example", "*.beta.example:8443"));
        var said = desk.said(
                """
                replica.rate = httpClient.get("https://rates.example/eur").rate
                replica.kind = httpClient.http("POST", "https://a.beta.example:8443/x", [q: "1 2"], [a: 1], ["Authorization": ["Bearer x"]]) {
                    response -> response.headers["Content-Type"]
                }
                """,
                ISSUE);

        assertThat(said.replica().json().path("rate").asInt()).isEqualTo(3);
        assertThat(said.replica().json().path("kind").asText()).isEqualTo("application/json");
        assertThat(desk.called)
                .containsExactly(
                        "GET https://rates.example/eur {} null",
                        "POST https://a.beta.example:8443/x?q=1+2 {Authorization=Bearer x} {\"a\":1}");
    }

    @Test
    void whatRestCanDoOfJirasJavaApiIsDone() {
        desk.jira.issue("12", "BET-2", "Epic");
        var wanted = desk.incoming(
                """
                import com.atlassian.jira.component.ComponentAccessor
                import com.atlassian.jira.issue.MutableIssue
                import com.atlassian.jira.event.type.EventDispatchOption
                def manager = ComponentAccessor.issueManager
                def other = manager.getIssueByCurrentKey('BET-2')
                issue.summary = other.id + other.key + other.getIssueType().getName() + manager.getIssueByCurrentKey('BET-9')
                issue.description = ComponentAccessor.getCustomFieldManager().getCustomFieldObject('customfield_10001').getName()
                issue.customFields.'Epic Link'.value = other
                manager.deleteIssue(ComponentAccessor.getJiraAuthenticationContext().getLoggedInUser(), other as MutableIssue,
                    EventDispatchOption.DO_NOT_DISPATCH, false)
                """,
                ISSUE,
                REPLICA,
                PREVIOUS);

        assertThat(wanted.issue().path("summary").asText()).isEqualTo("12BET-2Epicnull");
        assertThat(wanted.issue().path("description").asText()).isEqualTo("Severity");
        assertThat(wanted.issue().at("/customFields/10012/value/urn").asText()).isEqualTo("BET-2");
        assertThat(wanted.asked().wishes().afterwards().delete()).containsExactly("BET-2");
    }

    /** As rules do that bring several issues of the partner into one of ours. */
    @Test
    void anIssueThatIsHereIsLaidBeforeARuleByTheInsideOfExalate() {
        desk.jira.issue("12", "BET-2", "Epic");
        var rule =
                """
                import com.atlassian.jira.component.ComponentAccessor
                def key = new com.exalate.basic.domain.BasicIssueKey(%s)
                def factory = ComponentAccessor.getOSGiComponentInstanceOfType(com.exalate.api.hubobject.IHubObjectHelperFactory.class)
                def there = factory.get(new com.exalate.basic.domain.BasicSemanticVersion(1, 0, 0)).getHubIssueOnOutgoingProcessor(key)
                there.getProperties().each { name, value ->
                    issueBeforeScript[name] = value
                    issue[name] = value
                }
                for (entry in there.entrySet()) issue.put(entry.key, entry.value)
                issueBeforeScript.id = null
                issue.id = there.id
                issue.customKeys.somethingIsChanged = true
                """;

        var wanted = desk.first(rule.formatted("12, 'BET-2'"), REPLICA).issue();
        assertThat(wanted.path("id").asText()).isEqualTo("12");
        assertThat(wanted.path("key").asText()).isEqualTo("BET-2");
        assertThat(wanted.at("/project/key").asText()).isEqualTo("BET");
        assertThat(wanted.at("/type/name").asText()).isEqualTo("Epic");

        assertThatThrownBy(() -> desk.first(rule.formatted("13, 'BET-3'"), REPLICA))
                .isInstanceOfSatisfying(RuleBroken.class, broken -> assertThat(broken.sentence())
                        .startsWith("bridge/incoming.groovy, line 4: There is no issue BET-3 here"));
    }

    @Test
    void whatRestCannotDoOfJirasJavaApiIsSaid() {
        var create = "com.atlassian.jira.component.ComponentAccessor.getComponent("
                + "com.atlassian.jira.issue.customfields.manager.OptionsManager).createOption('10001', null, null, 'New')";
        assertThatThrownBy(() -> desk.outgoing(create, ISSUE))
                .hasMessageContaining(
                        "Adding the option 'New' to a select field is not possible from outside of Jira.");
        assertThatThrownBy(() -> desk.outgoing(
                        "com.atlassian.jira.component.ComponentAccessor.getOSGiComponentInstanceOfType(String)", ISSUE))
                .hasMessageContaining("Reaching java.lang.String of Jira is not possible from outside of Jira.");
    }

    @Test
    void htmlIsCleanedAsItUsedToBe() {
        assertThat(desk.outgoing(
                                "import org.jsoup.Jsoup\nimport org.jsoup.safety.Whitelist\n"
                                        + "replica.x = Jsoup.clean('<b>a</b><script>b</script>', Whitelist.basic())",
                                ISSUE)
                        .path("x")
                        .asText())
                .isEqualTo("<b>a</b>");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "issue.customFields.\"Colour\".value = 'red' | set | this Jira has no custom field 'Colour' for the issue",
                "issue.customFields['Colour'].value = 'red' | set | this Jira has no custom field 'Colour' for the issue",
                "issue.customFields.Colour.value = replica.customFields.Severity?.value | set | this Jira has no custom field 'Colour' for the issue",
                "issue.customFields.Severity.value = replica.customFields.'Colour'.value | get | the partner sends no custom field 'Colour'",
                "if (replica.customFields.'Colour'.value == 'x') issue.summary = '' | get | the partner sends no custom field 'Colour'",
                "issue.summary = previous.customFields.'Colour'.value | get | there is no custom field 'Colour' in it"
            })
    void aFieldThatIsNotThereIsNamed(String rule, String verb, String why) {
        assertThatThrownBy(() -> desk.incoming("\n" + rule, ISSUE, "{customFields: {}}", "{customFields: {}}"))
                .isInstanceOfSatisfying(RuleBroken.class, broken -> assertThat(broken.sentence())
                        .isEqualTo("bridge/incoming.groovy, line 2: Cannot %s property 'value' on null object: %s → %s"
                                .formatted(verb, why, rule)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "issue.summary = issue.customFields.Notes.value.value.value",
                "def none = null; none.value = issue.customFields.Notes.value"
            })
    void anotherNullIsNotTakenForAMissingField(String rule) {
        assertThatThrownBy(() -> desk.incoming(rule, ISSUE, "{}", null))
                .isInstanceOfSatisfying(RuleBroken.class, broken -> assertThat(broken.sentence())
                        .doesNotContain("custom field"));
    }

    @Test
    void nothingOfTheNodeStandsBehindWhatARuleIsGiven() {
        var rule = "issue.summary = [store.owner, store.delegate].join(' ')";

        assertThat(desk.first(rule, "{}").issue().path("summary").asText()).isEqualTo("store store");
    }
}
