package dev.drawbridge.rules;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.jira.RuleCalls;
import dev.drawbridge.replica.Replica;
import dev.drawbridge.replica.Trace;
import dev.drawbridge.twin.Twinned;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where rules are tried: real scripts on issues written down in a test, beside a Jira that knows a few things. */
final class Desk {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.ALLOW_SINGLE_QUOTES)
            .enable(JsonParser.Feature.ALLOW_UNQUOTED_FIELD_NAMES)
            .build();

    final KnownPeople jira = new KnownPeople();
    final Map<String, Twinned.Local> twins = new HashMap<>();
    final List<Trace> traces = new ArrayList<>();
    final List<String> called = new ArrayList<>();
    final Set<String> pending = new HashSet<>();
    final List<String> allowed = new ArrayList<>();
    private UserTable users = UserTable.EMPTY;
    private Library library = Library.NONE;
    private Runs runs = new Runs(Duration.ofSeconds(10));
    private @Nullable Isolation isolation;
    private @Nullable RuntimeException failure;

    /** Rules run in a process of their own. */
    Desk in(Isolation processes) {
        isolation = processes;
        return this;
    }

    /** From now on Jira cannot be called. */
    Desk failing(RuntimeException with) {
        failure = with;
        return this;
    }

    Desk users(String table) {
        users = UserTable.read("users.csv", table);
        return this;
    }

    Desk within(Runs limits) {
        runs = limits;
        return this;
    }

    /** What the outgoing rule says of an issue. */
    ObjectNode outgoing(String rule, String issue) {
        return said(rule, issue).replica().json();
    }

    RuleRunner.Said said(String rule, String issue) {
        return runner().outgoing(book(rule, ""), terms(), json(issue), RuleRunner.Doing.ALL);
    }

    /** What the incoming rule makes of a first replica. */
    RuleRunner.Wanted first(String rule, String replica) {
        return incoming(rule, null, replica, null);
    }

    /** What the incoming rule makes of a replica for an issue that is there. */
    RuleRunner.Wanted incoming(String rule, @Nullable String issue, String replica, @Nullable String previous) {
        return runner().incoming(
                        book("", rule),
                        new RuleRunner.Given(
                                terms(),
                                issue == null ? null : json(issue),
                                "BET",
                                Replica.of(json(replica)),
                                previous == null ? null : Replica.of(json(previous)),
                                issue == null,
                                traces,
                                pending,
                                RuleRunner.Doing.ALL));
    }

    static ObjectNode json(String text) {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }

    private RuleRunner runner() {
        return new RuleRunner(
                runs,
                new Surroundings(jira, twinned(), "https://jira.beta.example", this::call, unused -> this::outside),
                isolation);
    }

    /** The external scripts that come with Drawbridge are there. */
    Desk withShippedScripts() {
        return with(Library.read(Path.of("sync-rules"), "bridge", false));
    }

    Desk with(Library scripts) {
        library = scripts;
        return this;
    }

    private Rulebook book(String outgoing, String incoming) {
        var compiler = Library.compiler(library.texts(), "bridge", library.archives());
        var rules = List.of(
                RuleSource.rule("bridge/outgoing.groovy", outgoing),
                RuleSource.rule("bridge/incoming.groovy", incoming));
        rules.forEach(compiler::add);
        var compiled = compiler.compile(rules);
        var version = Integer.toHexString(library.texts().hashCode());
        return new Rulebook(version, compiled.get(0), compiled.get(1), users);
    }

    private RuleCalls.Reply call(String method, String path, @Nullable JsonNode body) {
        if (failure != null) throw failure;
        called.add(method + " " + path + (body == null ? "" : " " + body));
        return new RuleCalls.Reply(200, json("{fields: {subtasks: [{id: '5', key: 'BET-5'}]}}"), null);
    }

    private RuleCalls.Reply outside(String method, String url, Map<String, String> headers, @Nullable String body) {
        OtherHosts.allowed(url, allowed);
        called.add(method + " " + url + " " + headers + " " + body);
        return new RuleCalls.Reply(200, json("{rate: 3}"), null, Map.of("Content-Type", "application/json"));
    }

    private static Terms terms() {
        return new Terms(
                new UUID(0, 1),
                "bridge",
                "BET",
                "ACM",
                "https://jira.acme.example",
                "*{name}* (ACM) commented:",
                "safe");
    }

    private Twinned twinned() {
        return new Twinned() {
            @Override
            public Optional<Local> ofRemote(UUID connection, String remoteId) {
                return Optional.ofNullable(twins.get(remoteId));
            }

            @Override
            public Optional<Local> ofRemoteKey(UUID connection, String remoteKey) {
                return Optional.ofNullable(twins.get(remoteKey));
            }
        };
    }
}
