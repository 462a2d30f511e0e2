package dev.drawbridge.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** The document of the admin API says what the node does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class ApiDocumentStoryIT {
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";
    private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");

    private Company acme;
    private Company beta;
    private JsonNode document;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        acme = Company.reachable("Acme", "ACM", folder).start();
        beta = Company.behindFirewall("Beta", "BET", folder).start();
        var bridge = new Bridge(acme, beta, Company.connect(acme, beta, "SCRIPT"));
        bridge.share(acme, acme.jira.createIssue("ada", "ACM", "Task", "Told of", Map.of()));
        document = acme.get("/api/v1/openapi.json");
    }

    @AfterAll
    void stop() {
        if (beta != null) beta.close();
        if (acme != null) acme.close();
    }

    @Test
    void everyCallIsInIt() {
        var calls = new TreeSet<String>();
        acme.node()
                .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .forEach(
                        mapping -> mapping.getMethodsCondition().getMethods().forEach(verb -> mapping.getPatternValues()
                                .forEach(path -> calls.add(verb + " " + path))));
        calls.removeIf(call -> !call.contains(" /api/v1/") || call.contains("openapi.json"));

        assertThat(operations().keySet()).hasSizeGreaterThan(50).containsExactlyInAnyOrderElementsOf(calls);
    }

    @Test
    void itIsWellFormed() {
        assertThat(document.path("openapi").asText()).startsWith("3.1");
        assertThat(document.path("info").path("title").asText()).isNotEmpty();
        assertThat(document.path("info").path("version").asText()).isNotEmpty();
        assertThat(document.path("components").path("securitySchemes").size()).isEqualTo(2);
        assertThat(wrong(document)).isEmpty();
        var names = operations().values().stream()
                .map(call -> call.path("operationId").asText())
                .toList();
        assertThat(names).doesNotHaveDuplicates().doesNotContain("");
        assertThat(operations()).allSatisfy((call, told) -> {
            var parameters = new TreeSet<String>();
            told.path("parameters").forEach(parameter -> {
                if (parameter.path("in").asText().equals("path")) {
                    parameters.add(parameter.path("name").asText());
                    assertThat(parameter.path("required").asBoolean()).isTrue();
                }
            });
            assertThat(parameters)
                    .as(call)
                    .isEqualTo(new TreeSet<>(PARAMETER
                            .matcher(call)
                            .results()
                            .map(found -> found.group(1))
                            .toList()));
            assertThat(told.path("responses").path("422").path("content").has("application/problem+json"))
                    .isTrue();
            assertThat(told.path("responses").fieldNames()).toIterable().anyMatch(status -> status.startsWith("2"));
        });
    }

    @Test
    void aWrongDocumentIsNoticed() {
        var broken = (ObjectNode) document.deepCopy();
        broken.withObject("/components/schemas/Node")
                .put("type", "no such type")
                .put("$ref", "#/nowhere");

        assertThat(wrong(broken)).anyMatch(what -> what.startsWith("Node: ")).anyMatch("#/nowhere"::equals);
    }

    @Test
    void whatTheNodeAnswersIsAsTheDocumentSays() {
        var key = acme.get("/api/v1/events").path("items").get(0).path("local").asText();
        for (var path : List.of(
                "/node",
                "/statistics",
                "/connections",
                "/connections/bridge",
                "/events",
                "/errors",
                "/held",
                "/triggers",
                "/jobs",
                "/tokens",
                "/users",
                "/users/me",
                "/audit",
                "/invitations",
                "/issues/" + key))
            assertThat(differing(path, acme.get("/api/v1" + path))).as(path).isEmpty();
        assertThat(differing("/node", acme.get("/api/v1/connections")))
                .as("something else")
                .isNotEmpty();
        var refused = acme.get("/api/v1/connections/nobody");
        assertThat(against("Problem", refused)).isEmpty();
    }

    @Test
    void theApiSpeaksJsonOnly() {
        var answer = acme.answer("POST", "/api/v1/cleanup", "node: true", "Content-Type", "application/yaml");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(415);
    }

    private List<String> differing(String path, JsonNode answer) {
        var call = operations().entrySet().stream()
                .filter(one -> one.getKey().startsWith("GET /"))
                .filter(one -> ("GET /api/v1" + path).matches(one.getKey().replaceAll("\\{\\w+}", "[^/]+")))
                .min(Map.Entry.comparingByKey(java.util.Comparator.comparingInt(name -> name.contains("{") ? 1 : 0)))
                .orElseThrow();
        return against(
                call.getValue()
                        .at("/responses/200/content/application~1json/schema/$ref")
                        .asText()
                        .replace("#/components/schemas/", ""),
                answer);
    }

    private List<String> against(String shape, JsonNode answer) {
        var schema = JsonMapper.builder().build().createObjectNode();
        schema.put("$schema", DIALECT).put("$ref", "#/components/schemas/" + shape);
        schema.set("components", document.path("components"));
        return SCHEMAS.getSchema(schema).validate(answer).stream()
                .map(Object::toString)
                .toList();
    }

    /** Schemas that are none, and references that lead nowhere. */
    private static List<String> wrong(JsonNode document) {
        var wrong = new ArrayList<String>();
        var dialect = SCHEMAS.getSchema(SchemaLocation.of(DIALECT));
        document.path("components").path("schemas").fields().forEachRemaining(schema -> dialect.validate(
                        schema.getValue())
                .forEach(message -> wrong.add(schema.getKey() + ": " + message)));
        document.findValuesAsText("$ref").stream()
                .filter(reference -> document.at(reference.substring(1)).isMissingNode())
                .forEach(wrong::add);
        return wrong;
    }

    private Map<String, JsonNode> operations() {
        var operations = new java.util.TreeMap<String, JsonNode>();
        document.path("paths").fields().forEachRemaining(path -> path.getValue()
                .fields()
                .forEachRemaining(call -> operations.put(
                        call.getKey().toUpperCase(java.util.Locale.ROOT) + " " + path.getKey(), call.getValue())));
        return operations;
    }
}
