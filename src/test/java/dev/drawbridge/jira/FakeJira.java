package dev.drawbridge.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A Jira small enough to read, with the calls and the bad days that this module has to cope with. */
final class FakeJira implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSZ", Locale.ROOT);

    final List<String> calls = new CopyOnWriteArrayList<>();
    final List<String> searches = new CopyOnWriteArrayList<>();
    final Map<Long, ObjectNode> issues = new TreeMap<>();
    final Map<String, byte[]> contents = new HashMap<>();
    final Map<String, ObjectNode> projects = new TreeMap<>();
    final Set<String> notOnScreen = new java.util.HashSet<>();
    final List<String> statuses = new ArrayList<>(List.of("To Do", "In Progress"));
    final List<Fault> faults = new CopyOnWriteArrayList<>();

    private final HttpServer server;
    private final Clock clock;
    private final Map<Long, Instant> indexedAt = new HashMap<>();
    volatile Duration indexLag = Duration.ZERO;
    volatile boolean refusesNumbers;
    volatile boolean tokenLapsed;
    volatile String node = "node1";
    volatile ZoneId zone = ZoneOffset.UTC;
    volatile Duration clockAhead = Duration.ZERO;
    private int nextId = 10_000;

    /** A bad answer to the next call that fits; {@code after} does the work first, as Jira often does. */
    record Fault(String method, String path, boolean after, Consumer<HttpExchange> answer) {}

    FakeJira(Clock clock) throws IOException {
        this.clock = clock;
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(Executors.newFixedThreadPool(8, task -> {
            var thread = new Thread(task, "fake-jira");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/jira/", this::handle);
        server.start();
        project("ACME", "software");
        project("OPS", "software");
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/jira";
    }

    void project(String key, String type) {
        projects.put(
                key,
                NODES.objectNode()
                        .put("id", "1" + projects.size())
                        .put("key", key)
                        .put("name", key)
                        .put("projectTypeKey", type));
    }

    /** Somebody makes an issue. */
    ObjectNode issue(String project, String summary) {
        return make(project, summary, "anna");
    }

    private ObjectNode make(String project, String summary, String creator) {
        var id = ++nextId;
        var bean = NODES.objectNode().put("id", String.valueOf(id)).put("key", project + "-" + id);
        var fields = bean.putObject("fields");
        fields.put("summary", summary).put("created", time()).put("updated", time());
        fields.set("project", projects.get(project));
        fields.putObject("status").put("name", "To Do");
        fields.putObject("issuetype").put("name", "Task").put("subtask", false);
        fields.set("creator", person(creator));
        fields.set("reporter", person(creator));
        fields.putArray("attachment");
        fields.putArray("labels");
        fields.putObject("comment").put("total", 0).putArray("comments");
        issues.put((long) id, bean);
        touch(bean);
        return bean;
    }

    void touch(ObjectNode bean) {
        fields(bean).put("updated", time());
        indexedAt.put(bean.path("id").asLong(), clock.instant().plus(indexLag));
    }

    static ObjectNode fields(JsonNode bean) {
        return (ObjectNode) bean.path("fields");
    }

    static List<JsonNode> comments(JsonNode bean) {
        var list = new ArrayList<JsonNode>();
        bean.path("fields").path("comment").path("comments").forEach(list::add);
        return list;
    }

    static ObjectNode person(String name) {
        return NODES.objectNode()
                .put("key", "key-" + name)
                .put("name", name)
                .put("displayName", name.toUpperCase(Locale.ROOT))
                .put("emailAddress", name + "@acme.example")
                .put("active", true);
    }

    void fail(String method, String path, boolean after, Consumer<HttpExchange> answer) {
        faults.add(new Fault(method, path, after, answer));
    }

    /** The work is done and the answer is lost. */
    void loseAnswer(String method, String path) {
        fail(method, path, true, HttpExchange::close);
    }

    static Consumer<HttpExchange> answering(int status, String type, String body, String... headers) {
        return exchange -> {
            for (var i = 0; i < headers.length; i += 2)
                exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
            exchange.getResponseHeaders().set("Content-Type", type);
            send(exchange, status, body.getBytes(StandardCharsets.UTF_8));
        };
    }

    long count(String method, String path) {
        return calls.stream().filter(call -> call.matches(method + " " + path)).count();
    }

    List<String> callsAndForget() {
        var made = List.copyOf(calls);
        calls.clear();
        return made;
    }

    private record Reply(int status, @Nullable JsonNode body) {}

    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient Reply reply;

        Refused(int status, String... messages) {
            reply = new Reply(status, errors(Map.of(), messages));
        }

        Refused(int status, Map<String, String> fields) {
            reply = new Reply(status, errors(fields));
        }
    }

    private static ObjectNode errors(Map<String, String> fields, String... messages) {
        var body = NODES.objectNode();
        var list = body.putArray("errorMessages");
        Arrays.stream(messages).forEach(list::add);
        var errors = body.putObject("errors");
        fields.forEach(errors::put);
        return body;
    }

    private void handle(HttpExchange exchange) {
        try {
            var method = exchange.getRequestMethod();
            var path = exchange.getRequestURI().getPath().substring("/jira".length());
            var body = exchange.getRequestBody().readAllBytes();
            var fault = faults.stream()
                    .filter(candidate -> candidate.method().equals(method) && path.matches(candidate.path()))
                    .findFirst();
            calls.add(method + " " + path);
            fault.ifPresent(faults::remove);
            if (fault.isPresent() && !fault.get().after()) {
                fault.get().answer().accept(exchange);
                return;
            }
            headers(exchange);
            if (path.startsWith("/secure/attachment/")) {
                send(exchange, 200, contents.getOrDefault(path.split("/")[3], new byte[0]));
                return;
            }
            Reply reply;
            try {
                reply = reply(exchange, method, path, body);
            } catch (Refused refused) {
                reply = refused.reply;
            }
            if (fault.isPresent()) {
                fault.get().answer().accept(exchange);
                return;
            }
            exchange.getResponseHeaders().set("Content-Type", "application/json;charset=UTF-8");
            send(exchange, reply.status(), reply.body() == null ? new byte[0] : JSON.writeValueAsBytes(reply.body()));
        } catch (IOException | RuntimeException surprise) {
            answering(500, "text/plain", surprise.toString()).accept(exchange);
        }
    }

    private void headers(HttpExchange exchange) {
        var headers = exchange.getResponseHeaders();
        var expected = List.of(
                "Basic " + Base64.getEncoder().encodeToString("sync:secret".getBytes(StandardCharsets.UTF_8)),
                "Bearer token");
        var known =
                !tokenLapsed && expected.contains(exchange.getRequestHeaders().getFirst("Authorization"));
        headers.set("X-AUSERNAME", known ? "sync" : "anonymous");
        headers.set("X-ANODEID", node);
        headers.set("X-AREQUESTID", "1x1x1");
        headers.set(
                "Date",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        ZonedDateTime.ofInstant(clock.instant().plus(clockAhead), ZoneOffset.UTC)));
    }

    private static void send(HttpExchange exchange, int status, byte[] body) {
        try (exchange) {
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            if (body.length > 0) exchange.getResponseBody().write(body);
        } catch (IOException gone) {
            throw new java.io.UncheckedIOException(gone);
        }
    }

    private synchronized Reply reply(HttpExchange exchange, String method, String path, byte[] body)
            throws IOException {
        var anonymous = "anonymous".equals(exchange.getResponseHeaders().getFirst("X-AUSERNAME"));
        var query = query(exchange.getRequestURI().getRawQuery());
        var rest = path.substring("/rest/api/2/".length());
        if (anonymous && rest.equals("search")) return new Reply(200, page(List.of(), query, "issues"));
        if (anonymous) return new Reply(401, null);
        if (!method.equals("GET") && exchange.getRequestHeaders().getFirst("X-Atlassian-Token") == null)
            return new Reply(403, null);
        var parts = rest.split("/");
        return switch (parts[0]) {
            case "myself" -> new Reply(200, person("sync").put("timeZone", zone.getId()));
            case "serverInfo" ->
                new Reply(200, NODES.objectNode().put("version", "10.3.24").put("serverTime", time()));
            case "mypermissions" -> new Reply(200, permissions());
            case "priority" ->
                new Reply(
                        200,
                        NODES.arrayNode().add(NODES.objectNode().put("id", "2").put("name", "High")));
            case "project" -> project(parts[1]);
            case "user" -> user(rest, query);
            case "search" -> search(query);
            case "attachment" -> attachment(method, parts[1]);
            case "issue" -> issue(method, parts, query, body, exchange);
            default -> throw new Refused(404, "null for uri");
        };
    }

    private static ObjectNode permissions() {
        var result = NODES.objectNode();
        result.putObject("permissions").putObject("BROWSE_PROJECTS").put("havePermission", true);
        return result;
    }

    private Reply project(String key) {
        var project = projects.get(key);
        if (project == null) throw new Refused(404, "No project could be found with key '%s'.".formatted(key));
        return new Reply(200, project);
    }

    private static Reply user(String rest, Map<String, String> query) {
        var name = query.getOrDefault("username", "").replaceAll("@.*", "");
        if (!List.of("anna", "bert", "sync").contains(name)) {
            if (rest.equals("user")) throw new Refused(404, "The user named '%s' does not exist".formatted(name));
            return new Reply(200, NODES.arrayNode());
        }
        return new Reply(
                200, rest.equals("user") ? person(name) : NODES.arrayNode().add(person(name)));
    }

    private static final Pattern NUMBER = Pattern.compile("(updated|created) >= (\\d{13})");
    private static final Pattern MINUTE =
            Pattern.compile("(updated|created) >= \"(\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d)\"");
    private static final Pattern BEYOND = Pattern.compile("\\bid > (\\d+)");
    private static final Pattern AMONG = Pattern.compile("\\bid in \\(([\\d, ]*)\\)");
    private static final Pattern SCOPE = Pattern.compile("project (?:in|=) \\(?([^)]*?)\\)?(?: AND| ORDER|$)");

    private Reply search(Map<String, String> query) {
        var jql = query.getOrDefault("jql", "");
        searches.add(jql);
        if (jql.contains("nonsense"))
            throw new Refused(400, "Error in the JQL Query: Expecting operator but got 'nonsense'.");
        if (refusesNumbers && NUMBER.matcher(jql).find())
            throw new Refused(400, "Date value '1' for field 'updated' is invalid.");
        var fitting = issues.values().stream()
                .filter(bean -> !indexedAt
                        .getOrDefault(bean.path("id").asLong(), Instant.EPOCH)
                        .isAfter(clock.instant()))
                .filter(bean -> fits(jql, bean))
                .toList();
        if (jql.endsWith("DESC")) {
            fitting = new ArrayList<>(fitting);
            java.util.Collections.reverse(fitting);
        }
        return new Reply(200, page(fitting, query, "issues"));
    }

    private boolean fits(String jql, JsonNode bean) {
        var id = bean.path("id").asLong();
        var among = AMONG.matcher(jql);
        if (among.find() && !Arrays.asList(among.group(1).split(", *")).contains(String.valueOf(id))) return false;
        var beyond = BEYOND.matcher(jql);
        if (beyond.find() && id <= Long.parseLong(beyond.group(1))) return false;
        if (jql.contains("creator = currentUser()")
                && !bean.at("/fields/creator/name").asText().equals("sync")) return false;
        if (jql.contains("labels = wanted")
                && !bean.path("fields").path("labels").toString().contains("wanted")) return false;
        var scope = SCOPE.matcher(jql);
        if (scope.find()
                && !scope.group(1)
                        .contains("\"" + bean.at("/fields/project/key").asText() + "\"")) return false;
        return since(jql, bean);
    }

    private boolean since(String jql, JsonNode bean) {
        Matcher number = NUMBER.matcher(jql);
        if (number.find())
            return !instant(bean, number.group(1)).isBefore(Instant.ofEpochMilli(Long.parseLong(number.group(2))));
        var minute = MINUTE.matcher(jql);
        if (!minute.find()) return true;
        var from = java.time.LocalDateTime.parse(minute.group(2).replace(' ', 'T'))
                .atZone(zone)
                .toInstant();
        return !instant(bean, minute.group(1)).isBefore(from);
    }

    private static Instant instant(JsonNode bean, String field) {
        return NeutralIssue.instant(bean.path("fields").path(field).asText())
                .truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
    }

    private static ObjectNode page(List<? extends JsonNode> all, Map<String, String> query, String name) {
        var from = Integer.parseInt(query.getOrDefault("startAt", "0"));
        var size = Math.min(1000, Integer.parseInt(query.getOrDefault("maxResults", "50")));
        var result =
                NODES.objectNode().put("startAt", from).put("maxResults", size).put("total", all.size());
        var values = result.putArray(name);
        all.stream().skip(from).limit(size).forEach(one -> values.add(one.deepCopy()));
        return result;
    }

    private ObjectNode find(String idOrKey) {
        return issues.values().stream()
                .filter(bean -> bean.path("id").asText().equals(idOrKey)
                        || bean.path("key").asText().equals(idOrKey))
                .findFirst()
                .orElseThrow(() -> new Refused(404, "Issue Does Not Exist"));
    }

    private Reply issue(String method, String[] parts, Map<String, String> query, byte[] body, HttpExchange exchange)
            throws IOException {
        if (parts.length == 1) return create(JSON.readTree(body));
        var bean = find(parts[1]);
        if (parts.length == 2 && method.equals("GET")) return new Reply(200, shown(bean));
        if (parts.length == 2 && method.equals("PUT"))
            return edit(bean, JSON.readTree(body).path("fields"));
        return switch (parts[2]) {
            case "comment" -> comment(method, bean, parts, query, body);
            case "attachments" -> attach(bean, body, exchange);
            case "transitions" -> transition(method, bean, body);
            case "properties" -> property(bean, parts[3]);
            default -> throw new Refused(404, "null for uri");
        };
    }

    private static ObjectNode shown(ObjectNode bean) {
        var copy = bean.deepCopy();
        copy.remove("properties");
        copy.at("/fields/comment/comments").forEach(comment -> ((ObjectNode) comment).remove("properties"));
        return copy;
    }

    private Reply create(JsonNode wanted) {
        var fields = wanted.path("fields");
        refuse(fields);
        if (fields.path("summary").asText("").isEmpty())
            throw new Refused(400, Map.of("summary", "You must specify a summary of the issue."));
        var bean =
                make(fields.at("/project/key").asText(), fields.path("summary").asText(), "sync");
        fields.properties().forEach(field -> {
            if (!Set.of("project", "issuetype").contains(field.getKey()))
                fields(bean).set(field.getKey(), field.getValue());
        });
        bean.set("properties", wanted.path("properties"));
        var made = NODES.objectNode().put("id", bean.path("id").asText());
        return new Reply(201, made.put("key", bean.path("key").asText()));
    }

    private void refuse(JsonNode fields) {
        var refused = new HashMap<String, String>();
        fields.properties().forEach(field -> {
            if (notOnScreen.contains(field.getKey()))
                refused.put(
                        field.getKey(),
                        "Field '%s' cannot be set. It is not on the appropriate screen, or unknown."
                                .formatted(field.getKey()));
        });
        if (!refused.isEmpty()) throw new Refused(400, refused);
    }

    private Reply edit(ObjectNode bean, JsonNode fields) {
        refuse(fields);
        fields.properties().forEach(field -> fields(bean).set(field.getKey(), field.getValue()));
        touch(bean);
        return new Reply(204, null);
    }

    private Reply comment(String method, ObjectNode bean, String[] parts, Map<String, String> query, byte[] body)
            throws IOException {
        var holder = (ObjectNode) bean.path("fields").path("comment");
        var list = (ArrayNode) holder.path("comments");
        if (method.equals("GET")) {
            var all =
                    comments(bean).stream().map(JsonNode::<ObjectNode>deepCopy).toList();
            if (!"properties".equals(query.get("expand"))) all.forEach(one -> ((ObjectNode) one).remove("properties"));
            return new Reply(200, page(all, query, "comments"));
        }
        if (method.equals("POST")) {
            var made = (ObjectNode) JSON.readTree(body);
            made.put("id", String.valueOf(++nextId)).put("created", time()).put("updated", time());
            made.set("author", person("sync"));
            list.add(made);
            holder.put("total", list.size());
            touch(bean);
            var answer = made.deepCopy();
            answer.remove("properties");
            return new Reply(201, answer);
        }
        for (var i = 0; i < list.size(); i++) {
            if (!list.get(i).path("id").asText().equals(parts[3])) continue;
            touch(bean);
            if (method.equals("DELETE")) list.remove(i);
            else
                ((ObjectNode) list.get(i))
                        .put("body", JSON.readTree(body).path("body").asText());
            return method.equals("DELETE") ? new Reply(204, null) : new Reply(200, list.get(i));
        }
        throw new Refused(404, "Can not find a comment for the id: %s.".formatted(parts[3]));
    }

    /** Somebody attaches a file. */
    ObjectNode attach(ObjectNode bean, String filename, byte[] content, String author) {
        var id = String.valueOf(++nextId);
        contents.put(id, content);
        var file = NODES.objectNode()
                .put("id", id)
                .put("filename", filename)
                .put("size", content.length)
                .put("created", time())
                .put("content", url() + "/secure/attachment/" + id + "/" + filename);
        file.set("author", person(author));
        ((ArrayNode) bean.path("fields").path("attachment")).add(file);
        touch(bean);
        return file;
    }

    private Reply attach(ObjectNode bean, byte[] body, HttpExchange exchange) {
        var type = exchange.getRequestHeaders().getFirst("Content-Type");
        var boundary = type.replaceAll(".*boundary=\"?([^\";]+).*", "$1");
        var text = new String(body, StandardCharsets.ISO_8859_1);
        var name = new String(
                text.replaceAll("(?s).*?filename=\"([^\"]*)\".*", "$1").getBytes(StandardCharsets.ISO_8859_1),
                StandardCharsets.UTF_8);
        var start = text.indexOf("\r\n\r\n") + 4;
        var content = Arrays.copyOfRange(body, start, text.lastIndexOf("\r\n--" + boundary));
        return new Reply(200, NODES.arrayNode().add(attach(bean, name, content, "sync")));
    }

    private Reply attachment(String method, String id) {
        for (var bean : issues.values()) {
            var list = (ArrayNode) bean.path("fields").path("attachment");
            for (var i = 0; i < list.size(); i++)
                if (list.get(i).path("id").asText().equals(id)) {
                    if (method.equals("GET")) return new Reply(200, list.get(i));
                    list.remove(i);
                    return new Reply(204, null);
                }
        }
        throw new Refused(404, "The attachment with id '%s' does not exist".formatted(id));
    }

    private Reply transition(String method, ObjectNode bean, byte[] body) throws IOException {
        if (method.equals("GET")) {
            var result = NODES.objectNode();
            var list = result.putArray("transitions");
            for (var i = 0; i < statuses.size(); i++)
                list.addObject()
                        .put("id", String.valueOf(i))
                        .put("name", "Go " + i)
                        .putObject("to")
                        .put("name", statuses.get(i));
            return new Reply(200, result);
        }
        var to = statuses.get(JSON.readTree(body).at("/transition/id").asInt());
        fields(bean).putObject("status").put("name", to);
        touch(bean);
        return new Reply(204, null);
    }

    private static Reply property(JsonNode bean, String key) {
        for (var property : bean.path("properties"))
            if (property.path("key").asText().equals(key)) return new Reply(200, property);
        throw new Refused(404, "The property %s does not exist.".formatted(key));
    }

    private String time() {
        return TIME.format(clock.instant().plus(clockAhead).atZone(zone));
    }

    private static Map<String, String> query(@Nullable String raw) {
        if (raw == null) return Map.of();
        return Arrays.stream(raw.split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
