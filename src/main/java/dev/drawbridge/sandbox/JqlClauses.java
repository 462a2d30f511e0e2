package dev.drawbridge.sandbox;

import dev.drawbridge.sandbox.Index.Doc;
import dev.drawbridge.sandbox.jql.JqlLexer;
import dev.drawbridge.sandbox.jql.JqlParser;
import dev.drawbridge.sandbox.jql.JqlParser.ClauseContext;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns parsed clauses into tests of indexed issues, refusing in Jira's words what does not exist. */
final class JqlClauses {
    private final Viewer viewer;
    private final Site site;
    private final Values values;

    JqlClauses(Viewer viewer) {
        this.viewer = viewer;
        this.site = viewer.site();
        this.values = new Values(site);
    }

    Predicate<Doc> where(JqlParser.@Nullable DisjunctionContext or) {
        if (or == null) {
            return doc -> true;
        }
        return or.conjunction().stream()
                .map(and -> and.negation().stream().map(this::one).reduce(doc -> true, Predicate::and))
                .reduce(Predicate::or)
                .orElse(doc -> true);
    }

    private Predicate<Doc> one(JqlParser.NegationContext negation) {
        if (negation instanceof JqlParser.NotContext not) {
            return one(not.negation()).negate();
        }
        if (negation instanceof JqlParser.GroupContext group) {
            return where(group.disjunction());
        }
        return clause(((JqlParser.SingleContext) negation).clause());
    }

    private Predicate<Doc> clause(ClauseContext clause) {
        if (clause instanceof JqlParser.CompareContext compare) {
            var name = text(compare.field().getText());
            int op = compare.op.getType();
            if (compare.operand().nothing() != null) {
                return empty(name, op == JqlLexer.EQ);
            }
            return compare(name, op, operand(compare.operand()));
        }
        if (clause instanceof JqlParser.AmongContext among) {
            var name = text(among.field().getText());
            var wanted = among.list() == null
                    ? function(among.function())
                    : among.list().operand().stream()
                            .flatMap(one -> operand(one).stream())
                            .toList();
            var test = compare(name, JqlLexer.EQ, wanted);
            return among.NOT() == null ? test : test.negate().and(empty(name, false));
        }
        var empty = (JqlParser.EmptyContext) clause;
        return empty(text(empty.field().getText()), empty.NOT() == null);
    }

    private List<String> operand(JqlParser.OperandContext operand) {
        return operand.function() != null ? function(operand.function()) : List.of(text(operand.getText()));
    }

    private List<String> function(JqlParser.FunctionContext function) {
        return switch (function.WORD().getText().toLowerCase(Locale.ROOT)) {
            case "currentuser" -> viewer.user() == null ? List.of() : List.of(viewer.user().name);
            case "now" -> List.of(String.valueOf(site.now().toEpochMilli()));
            case "membersof" ->
                site.users.values().stream()
                        .filter(user ->
                                user.groups.contains(text(function.value(0).getText())))
                        .map(user -> user.name)
                        .toList();
            default -> throw Refusal.bad("Unable to find JQL function '" + function.getText() + "'.");
        };
    }

    private Predicate<Doc> empty(String name, boolean wanted) {
        var field =
                switch (name.toLowerCase(Locale.ROOT)) {
                    case "id",
                            "key",
                            "issuekey",
                            "issue",
                            "project",
                            "status",
                            "issuetype",
                            "type",
                            "created",
                            "updated",
                            "creator" -> null;
                    default -> field(site, name);
                };
        return field == null ? doc -> !wanted : doc -> doc.values().containsKey(field.id()) != wanted;
    }

    private Predicate<Doc> compare(String name, int op, List<String> wanted) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "id" -> ids(op, wanted);
            case "key", "issuekey", "issue" -> keys(op, wanted);
            case "created", "createddate" -> JqlDates.test(viewer, name, op, wanted, doc -> doc.issue().created);
            case "updated", "updateddate" -> JqlDates.test(viewer, name, op, wanted, Doc::updated);
            case "project" ->
                named(
                        op,
                        wanted,
                        name,
                        doc -> Stream.of(doc.project().key, doc.project().name, doc.project().id),
                        one -> site.findProject(one) != null
                                || site.projects.values().stream().anyMatch(p -> p.name.equalsIgnoreCase(one)));
            case "status" ->
                named(op, wanted, name, doc -> names(site.catalog.statuses, doc.status()), one -> Named.find(
                                site.catalog.statuses, one)
                        .isPresent());
            case "issuetype", "type" ->
                named(op, wanted, "issuetype", doc -> names(Catalog.TYPES, doc.type()), one -> Named.find(
                                Catalog.TYPES, one)
                        .isPresent());
            case "creator" ->
                named(op, wanted, name, doc -> people(doc.issue().creator), one -> site.findUser(one) != null);
            case "comment" -> like(op, wanted, Doc::comments);
            case "text" -> like(op, wanted, doc -> doc.values().values() + "\n" + doc.comments());
            default -> values(field(site, name), op, wanted);
        };
    }

    private Predicate<Doc> values(Field field, int op, List<String> wanted) {
        if (op == JqlLexer.LIKE || op == JqlLexer.UNLIKE) {
            return like(
                    op,
                    wanted,
                    doc -> doc.values().containsKey(field.id())
                            ? doc.values().get(field.id()).asText()
                            : "");
        }
        if (field.kind() == Kind.TEXT || field.id().equals("summary")) {
            throw Refusal.bad("The operator '=' is not supported by the '" + field.id() + "' field.");
        }
        if (field.id().equals("duedate") || field.kind() == Kind.DATE || field.kind() == Kind.DATETIME) {
            return JqlDates.test(viewer, field.id(), op, wanted, doc -> JqlDates.kept(viewer, field, doc));
        }
        return named(
                op,
                wanted,
                field.id(),
                doc -> values.terms(doc.project(), field, doc.values().get(field.id())).stream(),
                one -> exists(field, one));
    }

    private boolean exists(Field field, String value) {
        return switch (field.kind()) {
            case USER, USERS -> site.findUser(value) != null;
            case PRIORITY -> Named.find(site.catalog.priorities, value).isPresent();
            case RESOLUTION ->
                Named.find(Catalog.RESOLUTIONS, value).isPresent() || value.equalsIgnoreCase("Unresolved");
            default -> true;
        };
    }

    private Stream<String> people(String name) {
        var user = site.user(name);
        return Stream.of(user.name, user.key);
    }

    private static Stream<String> names(List<? extends Named> all, String id) {
        return Stream.concat(Stream.of(id), Named.byId(all, id).map(Named::name).stream());
    }

    private static Predicate<Doc> named(
            int op, List<String> wanted, String field, Function<Doc, Stream<String>> terms, Predicate<String> exists) {
        wanted.stream().filter(exists.negate()).findFirst().ifPresent(one -> {
            throw Refusal.bad(
                    one.chars().allMatch(Character::isDigit)
                            ? "A value with ID '" + one + "' does not exist for the field '" + field + "'."
                            : "The value '" + one + "' does not exist for the field '" + field + "'.");
        });
        Set<String> lower = new HashSet<>();
        wanted.forEach(one -> lower.add(one.toLowerCase(Locale.ROOT)));
        if (op == JqlLexer.EQ) {
            return doc -> terms.apply(doc).anyMatch(term -> lower.contains(term.toLowerCase(Locale.ROOT)));
        }
        if (op == JqlLexer.NE) {
            // As in Jira, an issue without a value is not "different" either.
            return doc -> {
                var all = terms.apply(doc)
                        .map(term -> term.toLowerCase(Locale.ROOT))
                        .toList();
                return !all.isEmpty() && all.stream().noneMatch(lower::contains);
            };
        }
        throw Refusal.bad("The operator '" + operator(op) + "' is not supported by the '" + field + "' field.");
    }

    private static Predicate<Doc> like(int op, List<String> wanted, Function<Doc, String> text) {
        var words = String.join(" ", wanted)
                .toLowerCase(Locale.ROOT)
                .replace("*", "")
                .replace("\"", "")
                .split("\\s+");
        Predicate<Doc> test = doc -> {
            var all = text.apply(doc).toLowerCase(Locale.ROOT);
            return Stream.of(words).allMatch(all::contains);
        };
        return op == JqlLexer.UNLIKE ? test.negate() : test;
    }

    private static Predicate<Doc> ids(int op, List<String> wanted) {
        for (var one : wanted) {
            if (!one.matches("\\d{1,18}")) {
                throw Refusal.bad("The issue key '" + one + "' for field 'id' is invalid.");
            }
        }
        if (op == JqlLexer.EQ || op == JqlLexer.NE) {
            var all = new HashSet<Long>();
            wanted.forEach(one -> all.add(Long.parseLong(one)));
            return doc -> all.contains(doc.issue().id) == (op == JqlLexer.EQ);
        }
        long bound = Long.parseLong(wanted.get(0));
        return doc -> ordered(op, Long.compare(doc.issue().id, bound));
    }

    private Predicate<Doc> keys(int op, List<String> wanted) {
        var found = wanted.stream()
                .map(key -> {
                    if (!key.matches("\\d+|[A-Za-z][A-Za-z0-9_]*-\\d+")) {
                        throw Refusal.bad("The issue key '" + key + "' for field 'key' is invalid.");
                    }
                    var issue = site.findIssue(key);
                    if (issue == null || !viewer.sees(issue)) {
                        throw Refusal.bad("An issue with key '" + key + "' does not exist for field 'key'.");
                    }
                    return issue;
                })
                .toList();
        if (op == JqlLexer.EQ || op == JqlLexer.NE) {
            return doc -> found.contains(doc.issue()) == (op == JqlLexer.EQ);
        }
        var bound = found.get(0);
        if (!bound.key.equalsIgnoreCase(wanted.get(0))) {
            throw Refusal.bad(
                    "Operator '" + operator(op) + "' cannot be applied to moved issue key '" + wanted.get(0) + "'.");
        }
        return doc -> doc.project() == bound.project
                && ordered(op, Long.compare(doc.issue().number(), bound.number()));
    }

    static boolean ordered(int op, int compared) {
        return switch (op) {
            case JqlLexer.LT -> compared < 0;
            case JqlLexer.LE -> compared <= 0;
            case JqlLexer.GT -> compared > 0;
            case JqlLexer.GE -> compared >= 0;
            case JqlLexer.NE -> compared != 0;
            default -> compared == 0;
        };
    }

    private static String operator(int op) {
        return JqlLexer.VOCABULARY.getDisplayName(op).replace("'", "");
    }

    static Field field(Site site, String name) {
        var custom = name.startsWith("cf[") ? "customfield_" + name.substring(3, name.length() - 1) : name;
        var id =
                switch (custom.toLowerCase(Locale.ROOT)) {
                    case "due" -> "duedate";
                    case "fixversion" -> "fixVersions";
                    case "affectedversion" -> "versions";
                    case "component" -> "components";
                    case "level" -> "security";
                    default -> custom;
                };
        return site.fields.values().stream()
                .filter(field -> field.id().equalsIgnoreCase(id) || field.name().equalsIgnoreCase(id))
                .findFirst()
                .orElseThrow(() ->
                        Refusal.bad("Field '" + name + "' does not exist or you do not have permission to view it."));
    }

    static String text(String token) {
        if (token.length() < 2 || (token.charAt(0) != '"' && token.charAt(0) != '\'')) {
            return token;
        }
        return token.substring(1, token.length() - 1).replaceAll("\\\\(.)", "$1");
    }
}
