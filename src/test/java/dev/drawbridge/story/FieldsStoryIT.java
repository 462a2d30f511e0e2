package dev.drawbridge.story;

import static dev.drawbridge.story.Bridge.field;
import static dev.drawbridge.story.Bridge.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Every field of Jira in both directions, with rules on both sides that take over whatever the partner has. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class FieldsStoryIT {
    private static final String MARKUP =
            """
            h1. Title

            *bold* _it_ {{mono}} [link|https://example.org] !pic.png|thumbnail!
            {code:java}
            int a = b ? 1 : 2; // {not} markup
            {code}
            || a || b ||
            | 1 | \\{2\\} |
            # one
            ** two
            {quote}äöü – “quoted” 🚲{quote}""";

    private static final String MAKING =
            """
            if (replica.summary?.startsWith('Making')) {
                issue.fixVersions = replica.fixVersions.collect { nodeHelper.createVersion(issue, it.name, 'Made by the rule') }
                issue.components = replica.components.collect { nodeHelper.createComponent(issue, it.name, null) }
            }
            """;

    private Company acme;
    private Company beta;
    private Bridge bridge;
    private final Map<String, String> types = new LinkedHashMap<>();
    private String twice;
    private String twiceAgain;

    @BeforeAll
    void connect(@TempDir Path folder) throws IOException {
        acme = Company.reachable("Acme", "ACM", folder).start();
        beta = Company.behindFirewall("Beta", "BET", folder)
                .with("drawbridge.jira.metadata-every", "1s")
                .start();
        for (var company : List.of(acme, beta)) {
            company.jira.addUser("carol", "Carol Shaw", "carol@shared.example", "carol");
            company.jira.addUser("dennis", "Dennis Ritchie", "dennis@shared.example", "dennis");
            company.jira.addProject("LIB", "Library", "business");
            var administration = company.jira.administration();
            administration.group("ada", "readers", "writers");
            for (var name : List.of("1.0", "2.0", "3.0")) administration.version(company.project, name);
            for (var name : List.of("Engine", "Hull")) administration.component(company.project, name);
            administration.securityLevel(company.project, "Board", "ada", "grace", "drawbridge");
            administration.securityLevel(company.project, "Crew", "ada", "grace", "drawbridge");
            administration.grant("drawbridge", company.project, "SET_ISSUE_SECURITY", "MODIFY_REPORTER");
        }
        beta.jira.administration().sprint("BET", "Before", "future");
        for (var company : List.of(acme, beta)) {
            company.jira.administration().sprint(company.project, "Sprint, the [first]", "active");
            company.jira.administration().sprint(company.project, "Second", "future");
        }
        twice = both("Twice", "textfield");
        twiceAgain = both("Twice", "textfield");
        Company.connect(acme, beta, "SCRIPT");
        bridge = new Bridge(acme, beta, "bridge");
        for (var company : List.of(acme, beta)) {
            bridge.patch(company, Map.of("shareEmails", true, "shareSecured", true));
            company.rule(
                    "bridge",
                    "outgoing",
                    company.text("/api/v1/connections/bridge/rules/outgoing") + copies("replica", "issue", company));
            company.rule(
                    "bridge",
                    "incoming",
                    company.text("/api/v1/connections/bridge/rules/incoming")
                            + copies("issue", "replica", company)
                            + MAKING
                            + "if (replica.status?.name) issue.setStatus(replica.status.name)\n");
        }
    }

    @AfterAll
    void stop() {
        if (beta != null) beta.close();
        if (acme != null) acme.close();
    }

    @Test
    void everyCustomFieldIsSetChangedAndClearedFromEitherSide() {
        var key = issue("Custom fields", values(acme, true));

        var twin = bridge.share(acme, key);
        assertSame("set", acme, key, beta, twin);

        beta.jira.edit("grace", twin, values(beta, false));
        assertSame("changed", beta, twin, acme, key);

        var nothing = new HashMap<String, @Nullable Object>();
        values(acme, true).keySet().forEach(id -> nothing.put(id, null));
        acme.jira.edit("ada", key, nothing);
        soon("cleared", () -> shown(beta, twin).toString(), () -> shown(beta, twin)
                .isEmpty());
        assertThat(bridge.view(beta, twin).path("warnings")).isEmpty();

        beta.jira.edit("grace", twin, values(beta, true));
        assertSame("set on the other side", beta, twin, acme, key);
    }

    @Test
    void everyFieldOfTheSystemIsSetChangedAndClearedFromEitherSide() {
        var set = new HashMap<String, Object>();
        set.put("description", MARKUP);
        set.put("environment", MARKUP);
        set.put("priority", Map.of("name", "High"));
        set.put("duedate", "2026-12-24");
        set.put("labels", List.of("one", "two"));
        set.put("components", named("Engine"));
        set.put("fixVersions", named("1.0", "2.0"));
        set.put("versions", named("1.0"));
        set.put("timetracking", Map.of("originalEstimate", "2d", "remainingEstimate", "3h"));
        set.put("security", Map.of("name", "Board"));
        set.put("assignee", Map.of("name", "carol"));
        set.put("reporter", Map.of("name", "dennis"));
        var key = issue("Fields of the system", set);

        var twin = bridge.share(acme, key);
        assertSystemSame("set", acme, key, beta, twin);
        assertThat(text(beta, twin, "description")).isEqualTo(MARKUP);
        assertThat(text(beta, twin, "environment")).isEqualTo(MARKUP);
        assertThat(field(beta, twin, "timetracking")
                        .path("originalEstimateSeconds")
                        .asLong())
                .isEqualTo(2 * 8 * 3600);
        assertThat(field(beta, twin, "timetracking")
                        .path("remainingEstimateSeconds")
                        .asLong())
                .isEqualTo(3 * 3600);

        var change = new HashMap<String, @Nullable Object>();
        change.put("environment", "here");
        change.put("priority", Map.of("name", "Low"));
        change.put("duedate", "2027-01-31");
        change.put("components", named("Hull", "Engine"));
        change.put("fixVersions", named("3.0", "2.0"));
        change.put("versions", named("2.0"));
        change.put("timetracking", Map.of("originalEstimate", "1d", "remainingEstimate", "30m"));
        change.put("security", Map.of("name", "Crew"));
        change.put("assignee", Map.of("name", "dennis"));
        change.put("reporter", Map.of("name", "carol"));
        beta.jira.edit("grace", twin, change);
        assertSystemSame("changed", beta, twin, acme, key);
        assertThat(names(field(acme, key, "fixVersions"))).isEqualTo("2.0, 3.0");

        var nothing = new HashMap<String, @Nullable Object>();
        for (var field :
                List.of("environment", "duedate", "security", "assignee", "components", "fixVersions", "versions"))
            nothing.put(field, field.endsWith("s") ? List.of() : null);
        nothing.put("timetracking", Map.of("originalEstimate", "", "remainingEstimate", ""));
        acme.jira.edit("ada", key, nothing);
        assertSystemSame("cleared", acme, key, beta, twin);
        assertThat(field(beta, twin, "duedate").isNull()).isTrue();
        assertThat(field(beta, twin, "timetracking").has("originalEstimateSeconds"))
                .isFalse();
        assertThat(bridge.view(beta, twin).path("warnings")).isEmpty();
    }

    @Test
    void aTransitionCarriesItsResolution() {
        var key = issue("Closing", Map.of());
        var twin = bridge.share(acme, key);

        acme.jira.transition("ada", key, "Done");
        soon("done", () -> text(beta, twin, "resolution").equals("Done"));
        acme.jira.transition("ada", key, "To Do");
        soon(
                "open again",
                () -> field(beta, twin, "resolution").isNull()
                        && text(beta, twin, "status").equals("To Do"));
        beta.jira.transition("grace", twin, "Done", Map.of("resolution", Map.of("name", "Duplicate")));

        soon("the same resolution", () -> text(acme, key, "resolution").equals("Duplicate"));
        assertThat(text(acme, key, "status")).isEqualTo("Done");
        assertThat(bridge.view(acme, key).path("warnings")).isEmpty();
        assertThat(bridge.view(beta, twin).path("warnings")).isEmpty();
    }

    @Test
    void anEpicLinkNamesTheTwinOfTheEpic() {
        var link = custom("Epic Link");
        var epics = new String[2];
        var twins = new String[2];
        for (var i = 0; i < 2; i++) {
            epics[i] = acme.jira.createIssue("ada", "ACM", "Epic", "Epic " + i, Map.of());
            twins[i] = bridge.share(acme, epics[i]);
        }
        var key = issue("Story", Map.of(link, epics[0]));
        var twin = bridge.share(acme, key);

        soon("linked", () -> text(beta, twin, link).equals(twins[0]));
        beta.jira.edit("grace", twin, Map.of(link, twins[1]));
        soon("changed", () -> text(acme, key, link).equals(epics[1]));
        var nothing = new HashMap<String, @Nullable Object>();
        nothing.put(link, null);
        acme.jira.edit("ada", key, nothing);
        soon("cleared", () -> field(beta, twin, link).isNull());
    }

    @Test
    void elementsOfSetsThatBothSidesChangeAtOnceComeAndGoOneByOne() {
        var options = custom("Select List (multiple choices)");
        var people = custom("User Picker (multiple users)");
        var labels = custom("Label Picker");
        var versions = custom("Version Picker (multiple versions)");
        var key = issue(
                "Sets",
                Map.of(
                        options, List.of(Map.of("value", "Red")),
                        people, List.of(Map.of("name", "carol")),
                        labels, List.of("base"),
                        versions, named("1.0")));
        var twin = bridge.share(acme, key);

        acme.post("/api/v1/connections/bridge/deactivate", Map.of());
        acme.jira.edit(
                "ada",
                key,
                Map.of(
                        options, List.of(Map.of("value", "Red"), Map.of("value", "Green")),
                        people, List.of(),
                        labels, List.of("base", "ours"),
                        versions, named("1.0", "2.0")));
        beta.jira.edit(
                "grace",
                twin,
                Map.of(
                        options, List.of(Map.of("value", "Blue")),
                        people, List.of(Map.of("name", "carol"), Map.of("name", "dennis")),
                        labels, List.of("base", "theirs"),
                        versions, named("3.0")));
        soon("Beta has queued", () -> bridge.connection(beta).path("outbox").asInt() > 0);
        soon("Acme has queued", () -> bridge.connection(acme).path("outbox").asInt() > 0);
        acme.post("/api/v1/connections/bridge/activate", Map.of());

        soon(
                "both",
                () -> shown(acme, key) + " and " + shown(beta, twin),
                () -> both(key, twin, options, "Blue, Green")
                        && both(key, twin, people, "dennis")
                        && both(key, twin, labels, "base, ours, theirs")
                        && both(key, twin, versions, "2.0, 3.0"));
    }

    @Test
    void twoFieldsOfOneNameAreToldApartByTheirNumbers() {
        var key = issue("Twins", Map.of(twice, "first", twiceAgain, "second"));
        var twin = bridge.share(acme, key);

        soon(
                "both",
                () -> text(beta, twin, twice).equals("first")
                        && text(beta, twin, twiceAgain).equals("second"));
        beta.jira.edit("grace", twin, Map.of(twiceAgain, "other"));
        soon("one", () -> text(acme, key, twiceAgain).equals("other"));
        assertThat(text(acme, key, twice)).isEqualTo("first");
    }

    @Test
    void whatTheOtherJiraLacksIsAWarningAndTheRestIsSet() {
        var one = custom("Select List (single choice)");
        var several = custom("Checkboxes");
        var cascade = custom("Select List (cascading)");
        var version = custom("Version Picker (single version)");
        acme.jira.administration().option(one, "Violet");
        acme.jira.administration().option(several, "Prose");
        acme.jira.administration().option(cascade, "Asia/Osaka");
        acme.jira.administration().version("ACM", "9.9");
        acme.jira.administration().component("ACM", "Sail");
        var sprint = custom("Sprint");
        acme.jira.administration().sprint("ACM", "Only here", "active");
        var key = issue("Lacking", Map.of());
        var twin = bridge.share(acme, key);

        acme.jira.edit(
                "ada",
                key,
                Map.of(
                        "summary",
                        "Lacking much",
                        one,
                        Map.of("value", "Violet"),
                        several,
                        List.of(Map.of("value", "Docs"), Map.of("value", "Prose")),
                        cascade,
                        Map.of("value", "Asia", "child", Map.of("value", "Osaka")),
                        version,
                        Map.of("name", "9.9"),
                        "components",
                        named("Sail", "Hull"),
                        "fixVersions",
                        named("9.9"),
                        sprint,
                        sprint(acme, "Only here")));

        soon("the rest", () -> text(beta, twin, "summary").equals("Lacking much"));
        soon(
                "seven warnings",
                () -> bridge.view(beta, twin).path("warnings").toString(),
                () -> bridge.view(beta, twin).path("warnings").size() == 7);
        assertThat(shown(field(beta, twin, several))).isEqualTo("Docs");
        assertThat(names(field(beta, twin, "components"))).isEqualTo("Hull");
        assertWarns(
                twin, neutral(one), "Violet", "'Select List (single choice)' has no option 'Violet' here; it has Red");
        assertWarns(twin, neutral(several), "Prose", "has no option 'Prose' here; it has Code, Docs, Tests");
        assertWarns(
                twin, neutral(cascade), "Asia / Osaka", "has no option 'Asia / Osaka' here; it has Europe, America");
        assertWarns(twin, neutral(version), "9.9", "Project BET has no version '9.9'");
        assertWarns(twin, "components", "Sail", "Project BET has no component 'Sail'");
        assertWarns(twin, "fixVersions", "9.9", "Project BET has no version '9.9'");
        assertWarns(
                twin,
                neutral(sprint),
                "Only here",
                "No board of project BET has a sprint 'Only here' that is not over.");

        beta.jira.administration().option(several, "Prose");
        beta.jira.administration().version("BET", "9.9");
        soon("the option by itself", () -> shown(field(beta, twin, several)).equals("Docs, Prose"));
        soon(
                "the version by itself",
                () -> names(field(beta, twin, "fixVersions")).equals("9.9")
                        && text(beta, twin, version).equals("9.9"));
    }

    @Test
    void anIssueIsNotMadeOpenToAllWhenItsSecurityLevelIsLacking() {
        acme.jira.administration().securityLevel("ACM", "Vault", "ada", "drawbridge");
        var key = issue("Confidential", Map.of("security", Map.of("name", "Vault")));
        acme.post("/api/v1/connections/bridge/sync", Map.of("issue", key));

        soon("told", () -> errors().toString(), () -> errors().toString()
                .contains("Security level name 'Vault' is not valid"));
        assertThat(beta.jira.issues("BET").stream().map(twin -> text(beta, twin, "summary")))
                .doesNotContain("Confidential");

        beta.jira.administration().securityLevel("BET", "Vault", "grace", "drawbridge");
        beta.post("/api/v1/errors/" + errors().path(0).path("id").asText() + "/retry", Map.of());
        soon("made", () -> errors().toString(), () -> beta.jira.issues("BET").stream()
                .anyMatch(twin -> text(beta, twin, "summary").equals("Confidential")
                        && text(beta, twin, "security").equals("Vault")));
    }

    private JsonNode errors() {
        return beta.get("/api/v1/errors").path("items");
    }

    @Test
    void versionsAndComponentsThatTheRuleAsksForAreMadeOnce() {
        beta.jira.administration().grant("drawbridge", "BET", "ADMINISTER_PROJECTS");
        acme.jira.administration().version("ACM", "7.0");
        acme.jira.administration().component("ACM", "Mast");
        var key = issue("Making parts", Map.of("fixVersions", named("7.0", "1.0"), "components", named("Mast")));
        var other = issue("Making parts again", Map.of("fixVersions", named("7.0"), "components", named("Mast")));

        for (var each : List.of(key, other)) {
            var twin = bridge.share(acme, each);
            assertThat(shown(field(beta, twin, "fixVersions"))).contains("7.0");
            assertThat(shown(field(beta, twin, "components"))).isEqualTo("Mast");
            assertThat(bridge.view(beta, twin).path("warnings")).isEmpty();
        }
    }

    @Test
    void aFieldThatIsOnNoScreenIsAWarningAndTheIssueIsMadeWithTheRest() {
        var hidden = both("Hidden", "textfield");
        var number = both("Shown", "float");
        beta.jira.offScreen("BET", hidden);
        var key = issue("Screens", Map.of(hidden, "secret", number, 7, "labels", List.of("there")));

        var twin = bridge.share(acme, key);

        soon("the rest", () -> field(beta, twin, "labels").size() == 1);
        assertThat(text(beta, twin, hidden)).isEmpty();
        soon("warned", () -> bridge.warning(beta, twin, neutral(hidden)).isObject());
        assertWarns(twin, neutral(hidden), "secret", "'Hidden' is not on the screen of project BET");
        assertThat(bridge.warning(beta, twin, neutral(number)).isMissingNode()).isTrue();
    }

    /** Waits; a claim that does not come true is told with how it is instead. */
    private static void soon(String claim, Supplier<String> instead, Callable<Boolean> condition) {
        try {
            soon(claim, condition);
        } catch (ConditionTimeoutException never) {
            throw new AssertionError(claim + ", but it is " + instead.get(), never);
        }
    }

    private static void soon(String claim, Callable<Boolean> condition) {
        Bridge.soon(claim, condition);
    }

    private void assertWarns(String twin, String field, String value, String reason) {
        var warning = bridge.warning(beta, twin, field);
        assertThat(warning.path("value").asText()).as(warning.toString()).isEqualTo(value);
        assertThat(warning.path("reason").asText()).contains(reason);
        assertThat(warning.path("remedy").asText()).contains("it is tried again by itself");
    }

    private void assertSame(String claim, Company from, String key, Company to, String twin) {
        var wanted = shown(from, key);
        assertThat(wanted).hasSize(values(from, true).size());
        soon(
                claim + " as " + wanted,
                () -> shown(to, twin) + " with " + bridge.view(to, twin).path("warnings"),
                () -> shown(to, twin).equals(wanted));
        assertThat(bridge.view(to, twin).path("warnings")).isEmpty();
    }

    private void assertSystemSame(String claim, Company from, String key, Company to, String twin) {
        soon(
                claim + " as " + system(from, key),
                () -> system(to, twin) + " with " + bridge.view(to, twin).path("warnings"),
                () -> system(to, twin).equals(system(from, key)));
    }

    private static Map<String, String> system(Company company, String key) {
        var result = new LinkedHashMap<String, String>();
        for (var field : List.of(
                "summary",
                "description",
                "environment",
                "priority",
                "duedate",
                "labels",
                "components",
                "fixVersions",
                "versions",
                "timeoriginalestimate",
                "timeestimate",
                "security",
                "assignee",
                "reporter")) result.put(field, shown(field(company, key, field)));
        return result;
    }

    /** All custom fields of the issue that have a value, by name, as people read them. */
    private static Map<String, String> shown(Company company, String key) {
        var result = new LinkedHashMap<String, String>();
        company.jira.issue(key).path("fields").properties().forEach(field -> {
            var words = shown(field.getValue());
            if (field.getKey().startsWith("customfield_") && !words.isEmpty()) result.put(field.getKey(), words);
        });
        return result;
    }

    private static String shown(JsonNode value) {
        if (value.isArray())
            return value.valueStream().map(FieldsStoryIT::shown).sorted().collect(Collectors.joining(", "));
        if (value.has("child")) return value.path("value").asText() + " / " + shown(value.get("child"));
        for (var name : List.of("value", "emailAddress", "projectTypeKey", "name"))
            if (value.hasNonNull(name))
                return value.get(name.equals("emailAddress") ? "name" : name.equals("projectTypeKey") ? "key" : name)
                        .asText();
        // Sprints have other numbers on the other side.
        return value.isNull() ? "" : value.asText().replaceAll(".*,name=(.*),startDate=.*", "$1");
    }

    private static String names(JsonNode list) {
        return shown(list);
    }

    private boolean both(String key, String twin, String field, String value) {
        return shown(field(acme, key, field)).equals(value)
                && shown(field(beta, twin, field)).equals(value);
    }

    /** A value, or another one, for a field of each standard type, as REST takes it. */
    private Map<String, Object> values(Company company, boolean first) {
        var values = new LinkedHashMap<String, Object>();
        put(values, "Text Field (single line)", first ? "2026-12-24T18:30:00Z" : "plain text");
        put(values, "Text Field (multi-line)", first ? MARKUP : "h2. Short");
        put(values, "Number Field", first ? 8.25 : 17);
        put(values, "Date Picker", first ? "2026-12-24" : "2027-01-31");
        put(values, "Date Time Picker", first ? "2026-12-24T18:30:00.000+0000" : "2027-02-28T23:59:59.999+0000");
        put(values, "Select List (single choice)", Map.of("value", first ? "Red" : "Blue"));
        put(values, "Select List (multiple choices)", first ? options("Red", "Blue") : options("Green"));
        put(values, "Radio Buttons", Map.of("value", first ? "Yes" : "No"));
        put(values, "Checkboxes", first ? options("Code", "Tests") : options("Tests", "Docs"));
        put(
                values,
                "Select List (cascading)",
                first ? Map.of("value", "Europe", "child", Map.of("value", "Ghent")) : Map.of("value", "America"));
        put(values, "User Picker (single user)", Map.of("name", first ? "carol" : "dennis"));
        put(values, "User Picker (multiple users)", first ? named("carol", "dennis") : named("dennis"));
        put(values, "Group Picker (single group)", Map.of("name", first ? "readers" : "writers"));
        put(values, "Group Picker (multiple groups)", first ? named("readers", "writers") : named("writers"));
        put(values, "Version Picker (single version)", Map.of("name", first ? "1.0" : "3.0"));
        put(values, "Version Picker (multiple versions)", first ? named("1.0", "2.0") : named("2.0", "3.0"));
        put(values, "Project Picker (single project)", Map.of("key", "LIB"));
        put(values, "Label Picker", first ? List.of("one", "two") : List.of("two", "three"));
        put(values, "URL Field", first ? "https://example.org/?a=b&c=d" : "https://example.com");
        put(values, "Epic Name", first ? "The great one" : "The greater one");
        put(values, "Sprint", sprint(company, first ? "Sprint, the [first]" : "Second"));
        return values;
    }

    private void put(Map<String, Object> values, String name, Object value) {
        values.put(custom(name), value);
    }

    private String custom(String name) {
        return types.computeIfAbsent(name, any -> acme.jira.administration().fieldId(name));
    }

    private static long sprint(Company company, String name) {
        return company.jira.administration().sprintId(name);
    }

    private String both(String name, String type) {
        var id = acme.jira.administration().field(name, type);
        var other = beta.jira.administration().field(name, type);
        while (!other.equals(id)) {
            if (number(other) < number(id)) other = beta.jira.administration().field(name + " (not used)", type);
            else id = acme.jira.administration().field(name + " (not used)", type);
        }
        for (var company : List.of(acme, beta)) company.jira.administration().rename(id, name);
        return id;
    }

    private static int number(String id) {
        return Integer.parseInt(id.replace("customfield_", ""));
    }

    private static String neutral(String id) {
        return "customFields." + number(id);
    }

    private static List<Map<String, String>> options(String... values) {
        return Arrays.stream(values).map(value -> Map.of("value", value)).toList();
    }

    private static List<Map<String, String>> named(String... names) {
        return Arrays.stream(names).map(name -> Map.of("name", name)).toList();
    }

    private String issue(String summary, Map<String, ?> fields) {
        var all = new HashMap<String, Object>(fields);
        all.putIfAbsent("reporter", Map.of("name", "carol"));
        return acme.jira.createIssue("ada", "ACM", "Task", summary, all);
    }

    private String copies(String to, String from, Company company) {
        var rule = new StringBuilder("\n");
        for (var field : List.of(
                "environment",
                "priority",
                "due",
                "components",
                "fixVersions",
                "affectedVersions",
                "originalEstimate",
                "remainingEstimate",
                "securityLevel",
                "resolution")) rule.append("%s.%s = %s.%s%n".formatted(to, field, from, field));
        for (var person : List.of("assignee", "reporter"))
            rule.append(
                    to.equals("replica")
                            ? "replica.%1$s = issue.%1$s%n".formatted(person)
                            : "issue.%1$s = nodeHelper.getLocalUser(replica.%1$s, replica.%1$s ? issue.%1$s : null)%n"
                                    .formatted(person));
        var ids = new LinkedHashMap<>(values(company, true));
        for (var id : List.of(twice, twiceAgain, custom("Epic Link"))) ids.put(Objects.requireNonNull(id), "");
        for (var id : ids.keySet())
            rule.append("%1$s.customFields.\"%3$d\" = %2$s.customFields.\"%3$d\"%n".formatted(to, from, number(id)));
        rule.append(
                to.equals("replica")
                        ? "issue.customFields.each { id, it -> if (it.name in ['Hidden', 'Shown']) replica.customFields.\"${it.id}\" = it }\n"
                        : "replica.customFields.each { id, it -> if (it.name in ['Hidden', 'Shown']) issue.customFields.\"${it.id}\" = it }\n");
        return rule.toString();
    }
}
