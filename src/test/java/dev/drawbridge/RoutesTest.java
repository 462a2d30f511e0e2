package dev.drawbridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.support.SimpleBeanDefinitionRegistry;
import org.springframework.context.annotation.ClassPathBeanDefinitionScanner;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.util.ClassUtils;
import org.yaml.snakeyaml.Yaml;

/** The route files can be read aloud: they name verbs that exist, and nothing else. */
class RoutesTest {
    private static final Path FOLDER = Path.of("routes");
    private static final int LONGEST = 60;
    private static final Set<String> SCRIPTS =
            Set.of("script", "groovy", "java", "joor", "js", "python", "mvel", "ognl", "spel", "csimple", "process");
    private static final Pattern CLASS_NAME = Pattern.compile("\\b[a-z]\\w*(\\.[a-z]\\w*)+\\.[A-Z]\\w*");
    private static final Pattern SETTING = Pattern.compile("(?:\\{\\{\\??|`)(drawbridge[.][a-z.-]+)(?:}}|`)");
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Map<String, Class<?>> BEANS = beans();

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void aRouteFileCanBeReadAloud(Path file) throws IOException {
        assertThat(complaints(file)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("files")
    void camelReadsTheFile(Path file) throws Exception {
        try (var camel = new DefaultCamelContext()) {
            PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.resolveResource(camel, "file:" + file));
            assertThat(camel.getRouteDefinitions().size()
                            + camel.getRouteTemplateDefinitions().size()
                            + camel.getRouteConfigurationDefinitions().size())
                    .isPositive();
        }
    }

    /** Each rule on a file that breaks it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            - route: {description: A sentence., from: {uri: 'timer:x', steps: []}} | no id
            - route: {id: x, from: {uri: 'timer:x', steps: []}} | no description
            - route: {id: x, description: word, from: {uri: 'timer:x', steps: []}} | no description
            - route: {id: x, description: A sentence., from: {uri: 'timer:x', steps: [{bean: {ref: nobody, method: go}}]}} | no bean 'nobody'
            - route: {id: x, description: A sentence., from: {uri: 'timer:x', steps: [{bean: {ref: crew, method: fly}}]}} | no verb 'fly'
            - route: {id: x, description: A sentence., from: {uri: 'timer:x', steps: [{bean: {beanType: a.b.C}}]}} | beanType
            - route: {id: x, description: A sentence., from: {uri: 'timer:x', steps: [{script: {groovy: '1'}}]}} | script
            - route: {id: x, description: A sentence., from: {uri: 'timer:x', steps: [{setBody: {simple: '${bodyAs(java.lang.String)}'}}]}} | java.lang.String
            - route: {id: x, description: A sentence., from: {uri: 'jpa:dev.drawbridge.journal.JournalEntry', steps: []}} | sharedEntityManager
            """)
    void aFileThatBreaksARuleIsNoticed(String text, String complaint, @TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("planted.camel.yaml"), text);

        assertThat(complaints(file)).anyMatch(found -> found.contains(complaint));
    }

    @Test
    void aFileThatIsTooLongIsNoticed(@TempDir Path folder) throws IOException {
        var file = Files.writeString(
                folder.resolve("planted.camel.yaml"),
                "- route: {id: x, description: A sentence., from: {uri: 'timer:x', steps: []}}\n"
                        + "#\n".repeat(LONGEST));

        assertThat(complaints(file)).containsExactly("61 lines, at most 60");
    }

    @Test
    void theTableNamesEveryFileAndNoOther() throws IOException {
        assertThat(table().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        files().stream().map(RoutesTest::name).toList());
    }

    @Test
    void theTableNamesSettingsThatExistAndThatTheFileUses() throws IOException {
        var known = new KnownSettings()
                .all().stream().map(KnownSettings.Setting::name).toList();
        for (var row : table().entrySet()) {
            assertThat(known).as(row.getKey()).containsAll(settingsIn(row.getValue()));
            var used = settingsIn(Files.readString(FOLDER.resolve(row.getKey() + ".camel.yaml")));
            assertThat(settingsIn(row.getValue())).as(row.getKey()).containsAll(used);
        }
    }

    @Test
    void everyEndpointInsideIsServedBySomeRoute() throws IOException {
        List<String> served = new ArrayList<>();
        List<String> called = new ArrayList<>();
        for (var file : files())
            for (var route : read(file))
                walk(route, "", (key, node) -> {
                    var from = node.path("from").path("uri").asText("");
                    if (!from.isEmpty()) served.add(from);
                    if (key.equals("to"))
                        called.add(
                                node.isTextual()
                                        ? node.asText()
                                        : node.path("uri").asText());
                });

        assertThat(called)
                .filteredOn(uri -> uri.matches("(direct|seda):.*"))
                .isNotEmpty()
                .isSubsetOf(served);
    }

    private static List<String> complaints(Path file) throws IOException {
        List<String> complaints = new ArrayList<>();
        var lines = Files.readAllLines(file).size();
        if (lines > LONGEST) complaints.add(lines + " lines, at most " + LONGEST);
        var content = read(file);
        for (var item : content) head(item, complaints);
        walk(content, "", (key, node) -> look(key, node, complaints));
        return complaints;
    }

    private static void head(JsonNode item, List<String> complaints) {
        var kind = item.fieldNames().next();
        var route = item.path(kind);
        if (!Set.of("route", "routeTemplate", "routeConfiguration").contains(kind))
            complaints.add("not a route: " + kind);
        if (route.path("id").asText("").isBlank()) complaints.add("no id");
        if (!kind.equals("routeConfiguration")
                && !route.path("description").asText("").matches("[A-Z].* .*[.]"))
            complaints.add(route.path("id").asText() + " has no description that is a sentence");
    }

    private static void look(String key, JsonNode node, List<String> complaints) {
        if (SCRIPTS.contains(key)) complaints.add("an inline " + key);
        if (key.equals("bean") || (key.equals("method") && node.isObject())) verb(node, complaints);
        if (key.equals("uri") && node.asText().startsWith("jpa:")) complaints.add("jpa: without parameters in view");
        if (node.path("uri").asText("").startsWith("jpa:")) {
            complaints.remove("jpa: without parameters in view");
            jpa(node, complaints);
        }
        var name = CLASS_NAME.matcher(node.isTextual() ? node.asText() : "");
        if (name.find()
                && !Set.of("java.lang.Exception").contains(name.group())
                && !node.asText().startsWith("jpa:")) complaints.add("the class name " + name.group());
    }

    /** Its own transaction would tear a number from its event (proven by a kill between the two). */
    private static void jpa(JsonNode endpoint, List<String> complaints) {
        var parameters = endpoint.path("parameters");
        if (!parameters.path("sharedEntityManager").asBoolean(false)
                || parameters.path("joinTransaction").asBoolean(true))
            complaints.add("jpa: without sharedEntityManager=true and joinTransaction=false");
    }

    private static void verb(JsonNode step, List<String> complaints) {
        step.fieldNames().forEachRemaining(field -> {
            if (!Set.of("ref", "method").contains(field)) complaints.add("a bean step with " + field);
        });
        var ref = step.path("ref").asText("");
        var bean = BEANS.get(ref);
        if (bean == null) {
            complaints.add("no bean '" + ref + "'");
            return;
        }
        var verb = step.path("method").asText("").replaceFirst("\\(.*", "");
        if (Arrays.stream(bean.getMethods())
                .noneMatch(method -> method.getName().equals(verb)))
            complaints.add("no verb '" + verb + "' of " + ref + " that a route can call");
    }

    private interface Visitor {
        void visit(String key, JsonNode node);
    }

    private static void walk(JsonNode node, String key, Visitor visitor) {
        visitor.visit(key, node);
        if (node.isObject()) node.properties().forEach(entry -> walk(entry.getValue(), entry.getKey(), visitor));
        else node.forEach(element -> walk(element, key.isEmpty() ? "" : key + "[]", visitor));
    }

    private static Map<String, String> table() throws IOException {
        Map<String, String> rows = new LinkedHashMap<>();
        for (var line : Files.readAllLines(FOLDER.resolve("README.md"))) {
            var cells = line.split("\\|", -1);
            if (cells.length < 7
                    || cells[1].isBlank()
                    || cells[1].contains("---")
                    || cells[1].strip().equals("file")) continue;
            rows.put(cells[1].strip(), cells[5]);
        }
        return rows;
    }

    private static JsonNode read(Path file) throws IOException {
        return JSON.valueToTree(new Yaml().load(Files.readString(file)));
    }

    private static String name(Path file) {
        return FOLDER.relativize(file).toString().replace(".camel.yaml", "");
    }

    private static List<String> settingsIn(String text) {
        return SETTING.matcher(text).results().map(found -> found.group(1)).toList();
    }

    private static Map<String, Class<?>> beans() {
        var registry = new SimpleBeanDefinitionRegistry();
        var scanner = new ClassPathBeanDefinitionScanner(registry);
        scanner.setEnvironment(new MockEnvironment().withProperty("drawbridge.role", "public"));
        scanner.scan("dev.drawbridge");
        Map<String, Class<?>> beans = new LinkedHashMap<>();
        for (var name : registry.getBeanDefinitionNames()) {
            var type = registry.getBeanDefinition(name).getBeanClassName();
            if (type != null) beans.put(name, ClassUtils.resolveClassName(type, RoutesTest.class.getClassLoader()));
        }
        return beans;
    }
}
