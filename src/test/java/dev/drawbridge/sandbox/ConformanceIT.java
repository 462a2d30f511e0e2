package dev.drawbridge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulated Jira answers in the form that Jira Data Center 10.3 promises in its OpenAPI document. */
@SuppressWarnings("NullAway.Init")
class ConformanceIT {
    private static final Path DOCUMENT = Path.of(
            System.getProperty("drawbridge.jira.openapi", "../shared/reference/jira-software-dc-10.3-openapi.json"));

    private static final String FILE =
            "--moat\r\nContent-Disposition: form-data; name=\"file\"; filename=\"map.png\"\r\n"
                    + "Content-Type: image/png\r\n\r\nnot quite\r\n--moat--\r\n";

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static Contract contract;
    private static SandboxJira jira;
    private static String token;

    /** What the paths below stand for in this Jira: {@code ISSUE} is a key, {@code COMMENT} an id. */
    private static Map<String, String> names;

    @BeforeAll
    static void start() throws Exception {
        if (!Files.isRegularFile(DOCUMENT)) {
            var reason = "Skipped: no OpenAPI document of Jira 10.3 at " + DOCUMENT
                    + ". It is not ours to pass on; name yours with -Ddrawbridge.jira.openapi=<file>.";
            System.out.println(reason);
            abort(reason);
        }
        contract = Contract.read(DOCUMENT);
        // Ahead, so that the worklogs made now are not held back as too fresh.
        var clock = new Ahead();
        jira = SandboxJira.start("Acme", "10.3.24", "/jira", 0, clock);
        jira.addUser("ada", "Ada Admin", "ada@acme.example", "secret");
        jira.addUser("walt", "Walt Watcher", "walt@acme.example", "secret");
        jira.administration().administrator("ada");
        jira.addProject("ACME", "Acme", "software");
        token = jira.token("ada");
        names = furnish();
        clock.ahead = Duration.ofMinutes(5);
    }

    private static final class Ahead extends Clock {
        private final Clock real = Clock.systemUTC();
        private volatile Duration ahead = Duration.ZERO;

        @Override
        public java.time.ZoneId getZone() {
            return real.getZone();
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            throw new UnsupportedOperationException("One zone is enough here");
        }

        @Override
        public java.time.Instant instant() {
            return real.instant().plus(ahead);
        }
    }

    private static Map<String, String> furnish() throws Exception {
        var administration = jira.administration();
        var version = administration.version("ACME", "1.0");
        var component = administration.component("ACME", "Gate");
        var choice = administration.field("Colour", "select", "red", "blue");
        var cascade = administration.field("Place", "cascadingselect", "north/tower/wall", "south");
        var people = administration.field("Guards", "multiuserpicker");
        administration.field("Height", "float");
        administration.securityLevel("ACME", "Inner court", "ada");
        var other = jira.createIssue("ada", "ACME", "Task", "Other end", Map.of());
        var issue = jira.createIssue(
                "ada",
                "ACME",
                "Bug",
                "Moat leaks",
                Map.of(
                        "description",
                        "at the *north* side",
                        "labels",
                        List.of("water"),
                        "assignee",
                        Map.of("name", "walt"),
                        "fixVersions",
                        List.of(Map.of("id", version)),
                        "components",
                        List.of(Map.of("id", component)),
                        choice,
                        Map.of("value", "red"),
                        cascade,
                        Map.of("value", "north", "child", Map.of("value", "wall")),
                        people,
                        List.of(Map.of("name", "walt"))));
        jira.createIssue("ada", "ACME", "Sub-task", "Buy clay", Map.of("parent", Map.of("key", issue)));
        jira.edit("ada", issue, Map.of("summary", "Moat leaks again"));
        var comment = jira.restrictedComment("ada", issue, "seen by some", "Administrators");
        jira.comment("walt", issue, "seen by all");
        var attachment = jira.attach("ada", issue, "plan.txt", "a plan".getBytes(StandardCharsets.UTF_8));
        var found = Map.of(
                "{issueIdOrKey}", issue,
                "{issueTypeId}", "10004",
                "{projectIdOrKey}", "ACME");
        var worklog = told("POST issue/{issueIdOrKey}/worklog", found, "{\"timeSpent\":\"1h\",\"comment\":\"dug\"}");
        var remote = told(
                "POST issue/{issueIdOrKey}/remotelink",
                found,
                "{\"globalId\":\"g\",\"object\":{\"url\":\"https://example.org\",\"title\":\"Plan\"}}");
        send("PUT issue/{issueIdOrKey}/properties/moat", found, "{\"depth\":[1,true,null]}");
        send(
                "POST issueLink",
                found,
                "{\"type\":{\"name\":\"Blocks\"},\"inwardIssue\":{\"key\":\"" + issue
                        + "\"},\"outwardIssue\":{\"key\":\"" + other + "\"}}");
        var link = jira.issue(issue).at("/fields/issuelinks/0/id").asText();
        var all = new java.util.HashMap<>(found);
        all.putAll(Map.of(
                "COMMENT", comment,
                "ATTACHMENT", attachment,
                "WORKLOG", worklog.path("id").asText(),
                "REMOTE", remote.path("id").asText(),
                "LINK", link,
                "VERSION", version,
                "COMPONENT", component));
        return Map.copyOf(all);
    }

    /**
     * A call, and what makes it one that Jira can answer.
     *
     * @param call as the document has it
     * @param path where it differs from the call by more than the names above
     */
    private record Ask(String call, String path, String body, int status) {
        static Ask get(String call) {
            return new Ask("GET " + call, call, "", 200);
        }

        static Ask get(String call, String path) {
            return new Ask("GET " + call, path, "", 200);
        }

        static Ask write(String call, String path, String body, int status) {
            return new Ask(call, path, body, status);
        }

        HttpResponse<byte[]> send() throws IOException, InterruptedException {
            return ConformanceIT.send(call.split(" ")[0] + " " + path, names, body);
        }

        @Override
        public String toString() {
            return call.split(" ")[0] + " " + path;
        }
    }

    static Stream<Ask> asks() {
        var issue = "issue/{issueIdOrKey}";
        return Stream.of(
                Ask.get("serverInfo"),
                Ask.get("myself"),
                Ask.get("mypermissions"),
                Ask.get("mypermissions", "mypermissions?issueKey={issueIdOrKey}"),
                Ask.get("search", "search?jql=project%3DACME&fields=*all&expand=changelog,names,schema"),
                Ask.get("search", "search?jql=project%3DACME&maxResults=1&startAt=1"),
                Ask.write("POST search", "search", "{\"jql\":\"project = ACME\",\"fields\":[\"summary\"]}", 200),
                Ask.get(issue),
                Ask.get(issue, issue + "?expand=changelog,names,schema"),
                Ask.write(
                        "POST issue",
                        "issue",
                        "{\"fields\":{\"project\":{\"key\":\"ACME\"},\"issuetype\":{\"name\":\"Task\"},\"summary\":\"New\"}}",
                        201),
                Ask.get(issue + "/comment"),
                Ask.get(issue + "/comment", issue + "/comment?expand=renderedBody,properties"),
                Ask.get(issue + "/comment/{id}", issue + "/comment/COMMENT"),
                Ask.write("POST " + issue + "/comment", issue + "/comment", "{\"body\":\"words\"}", 201),
                Ask.write("PUT " + issue + "/comment/{id}", issue + "/comment/COMMENT", "{\"body\":\"better\"}", 200),
                Ask.get("attachment/meta"),
                Ask.get("attachment/{id}", "attachment/ATTACHMENT"),
                Ask.write("POST " + issue + "/attachments", issue + "/attachments", "--file", 200),
                Ask.get(issue + "/transitions"),
                Ask.get(issue + "/transitions", issue + "/transitions?expand=transitions.fields"),
                Ask.get("issue/createmeta/{projectIdOrKey}/issuetypes"),
                Ask.get("issue/createmeta/{projectIdOrKey}/issuetypes/{issueTypeId}"),
                Ask.get(issue + "/editmeta"),
                Ask.get("project"),
                Ask.get("project/{projectIdOrKey}"),
                Ask.get("project/{projectIdOrKey}/versions"),
                Ask.get("project/{projectIdOrKey}/version"),
                Ask.get("project/{projectIdOrKey}/components"),
                Ask.get("project/{projectIdOrKey}/statuses"),
                Ask.get("project/{projectIdOrKey}/role/{id}", "project/{projectIdOrKey}/role/10002"),
                Ask.get("field"),
                Ask.get("priority"),
                Ask.get("priority/page"),
                Ask.get("priority/{id}", "priority/2"),
                Ask.get("status"),
                Ask.get("status/page"),
                Ask.get("status/{idOrName}", "status/Done"),
                Ask.get("statuscategory"),
                Ask.get("issuetype"),
                Ask.get("issuetype/page"),
                Ask.get("issuetype/{id}", "issuetype/10004"),
                Ask.get("resolution"),
                Ask.get("role"),
                Ask.get(issue + "/worklog"),
                Ask.get(issue + "/worklog/{id}", issue + "/worklog/WORKLOG"),
                Ask.write("POST " + issue + "/worklog", issue + "/worklog", "{\"timeSpentSeconds\":60}", 201),
                Ask.write(
                        "PUT " + issue + "/worklog/{id}", issue + "/worklog/WORKLOG", "{\"comment\":\"dug on\"}", 200),
                Ask.get("worklog/updated", "worklog/updated?since=0"),
                Ask.write("POST worklog/list", "worklog/list", "{\"ids\":[WORKLOG]}", 200),
                Ask.get("issueLinkType"),
                Ask.get("issueLinkType/{issueLinkTypeId}", "issueLinkType/10000"),
                Ask.get("issueLink/{linkId}", "issueLink/LINK"),
                Ask.get(issue + "/remotelink"),
                Ask.get(issue + "/remotelink/{linkId}", issue + "/remotelink/REMOTE"),
                Ask.write(
                        "POST " + issue + "/remotelink",
                        issue + "/remotelink",
                        "{\"object\":{\"url\":\"https://example.org/2\",\"title\":\"Other plan\"}}",
                        201),
                Ask.get(issue + "/watchers"),
                Ask.get(issue + "/votes"),
                Ask.get(issue + "/properties"),
                Ask.get(issue + "/properties/{propertyKey}", issue + "/properties/moat"),
                Ask.get("user", "user?username=walt"),
                Ask.get("user/search", "user/search?username=a"),
                Ask.get("user/assignable/search", "user/assignable/search?project=ACME"),
                Ask.get("version/{id}", "version/VERSION"),
                Ask.write("POST version", "version", "{\"project\":\"ACME\",\"name\":\"2.0\"}", 201),
                Ask.write("PUT version/{id}", "version/VERSION", "{\"releaseDate\":\"2026-01-01\"}", 200),
                Ask.get("component/{id}", "component/COMPONENT"),
                Ask.write("POST component", "component", "{\"project\":\"ACME\",\"name\":\"Tower\"}", 201),
                Ask.write("PUT component/{id}", "component/COMPONENT", "{\"description\":\"the big one\"}", 200));
    }

    @AfterAll
    static void stop() {
        if (jira != null) {
            jira.close();
        }
    }

    @ParameterizedTest
    @MethodSource("asks")
    void anAnswerHasThePromisedForm(Ask ask) throws Exception {
        var response = ask.send();

        assertThat(response.statusCode()).as("%s", text(response)).isEqualTo(ask.status());
        assertThat(response.headers().firstValue("Content-Type").orElse("none")).startsWith("application/json");
        assertThat(contract.faults(ask.call(), ask.status(), json(response)))
                .as("%s", text(response))
                .isEmpty();
    }

    /** The control: no call's form is so loose that anything would do. */
    @ParameterizedTest
    @MethodSource("asks")
    void anAnswerWithoutContentIsRefused(Ask ask) {
        for (var empty : List.of("{}", "[]", "[{}]", "\"\"", "{\"values\":[]}")) {
            assertThat(contract.faults(ask.call(), ask.status(), parse(empty)))
                    .as(empty)
                    .isNotEmpty();
        }
    }

    static Stream<Arguments> breakages() {
        var issue = "GET issue/{issueIdOrKey}";
        var comments = "GET issue/{issueIdOrKey}/comment";
        return Stream.of(
                broken(issue, "an id that is a number", bean -> bean.put("id", 10001)),
                broken(issue, "no key", bean -> bean.remove("key")),
                broken(issue, "a status that is a word", bean -> bean.withObject("/fields")
                        .put("status", "Done")),
                broken(issue, "a user of Jira Cloud", bean -> bean.withObject("/fields/assignee")
                        .removeAll()
                        .put("accountId", "5b10")),
                broken(issue, "a time with a colon in its zone", bean -> bean.withObject("/fields")
                        .put("updated", "2026-01-02T03:04:05.000+00:00")),
                broken(issue, "labels in one word", bean -> bean.withObject("/fields")
                        .put("labels", "a b")),
                broken(issue, "a text in Cloud's document format", bean -> bean.withObject("/fields")
                        .putObject("description")
                        .put("type", "doc")),
                broken(comments, "a comment without its author", bean -> ((ObjectNode) bean.at("/comments/0"))
                        .remove("author")),
                broken(comments, "a total in quotes", bean -> bean.put("total", "2")),
                broken("GET myself", "a user who is active as a word", bean -> bean.put("active", "yes")),
                broken("GET serverInfo", "Jira Cloud", bean -> bean.put("deploymentType", "Cloud")),
                broken(
                        "GET issue/createmeta/{projectIdOrKey}/issuetypes",
                        "the page of Jira Cloud",
                        bean -> bean.set("issueTypes", bean.remove("values"))),
                broken("GET issue/{issueIdOrKey}/transitions", "a transition that leads nowhere", bean -> ((ObjectNode)
                                bean.at("/transitions/0"))
                        .remove("to")),
                broken("GET issue/{issueIdOrKey}/editmeta", "a field without operations", bean -> ((ObjectNode)
                                bean.at("/fields/summary"))
                        .remove("operations")));
    }

    private static Arguments broken(String call, String what, Consumer<ObjectNode> breakage) {
        return Arguments.of(call, what, breakage);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("breakages")
    void aBrokenAnswerIsRefused(String call, String what, Consumer<ObjectNode> breakage) throws Exception {
        var answer = (ObjectNode) json(send(call, names, ""));
        assertThat(contract.faults(call, 200, answer)).isEmpty();

        breakage.accept(answer);

        assertThat(contract.faults(call, 200, answer)).as(what).isNotEmpty();
    }

    @Test
    void aListIsNotAPageAndAPageIsNoList() throws Exception {
        var list = json(send("GET priority", names, ""));
        var page = json(send("GET priority/page", names, ""));

        assertThat(contract.faults("GET priority", 200, page)).isNotEmpty();
        assertThat(contract.faults("GET priority/page", 200, list)).isNotEmpty();
    }

    private static JsonNode told(String call, Map<String, String> names, String body) throws Exception {
        var response = send(call, names, body);
        assertThat(response.statusCode()).as("%s: %s", call, text(response)).isEqualTo(201);
        return json(response);
    }

    private static HttpResponse<byte[]> send(String call, Map<String, String> names, String body)
            throws IOException, InterruptedException {
        var parts = call.split(" ");
        boolean upload = body.startsWith("--");
        var request = HttpRequest.newBuilder(URI.create(jira.url() + "/rest/api/2/" + filled(parts[1], names)))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", upload ? "multipart/form-data; boundary=moat" : "application/json")
                .header("X-Atlassian-Token", "no-check")
                .method(parts[0], BodyPublishers.ofString(upload ? FILE : filled(body, names)))
                .build();
        return CLIENT.send(request, BodyHandlers.ofByteArray());
    }

    private static String filled(String text, Map<String, String> names) {
        var filled = text;
        for (var name : names.entrySet()) {
            filled = filled.replace(name.getKey(), name.getValue());
        }
        return filled;
    }

    private static JsonNode json(HttpResponse<byte[]> response) {
        return parse(text(response));
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static JsonNode parse(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (IOException failure) {
            throw new IllegalArgumentException("Not JSON: " + text, failure);
        }
    }
}
