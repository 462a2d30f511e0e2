package dev.drawbridge.rules;

import com.exalate.basic.domain.hubobject.v1.BasicHubIssue;
import com.exalate.basic.domain.hubobject.v1.HubCustomFields;
import dev.drawbridge.rules.Completion.Member;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A place in a rule that is being written. */
final class Caret {
    private static final Pattern METHOD = Pattern.compile(
            "(?m)^\\s*(?:private\\s+|static\\s+)*(?:def|void|boolean|int|long|[A-Z]\\w*)\\s+(\\w+)\\s*\\(([^)]*)\\)\\s*\\{");

    private final Map<String, Known> bindings;
    private final ClassNames classes;
    private final JiraNames jira;
    private final String text;
    private final int at;
    private final List<Token> tokens;
    private final Expressions expressions;

    /** @param at how many characters stand before it */
    Caret(Map<String, Known> bindings, ClassNames classes, JiraNames jira, String text, int at) {
        this.bindings = bindings;
        this.classes = classes;
        this.jira = jira;
        this.text = text;
        this.at = at;
        tokens = Token.before(text.substring(0, at));
        expressions = new Expressions(tokens, bindings, classes::find, jira::valueOf);
    }

    Completion.Offer offer() {
        var last = tokens.isEmpty() ? null : tokens.get(tokens.size() - 1);
        if (last != null && last.kind() == Token.Kind.OPEN_COMMENT)
            return new Completion.Offer(at, false, List.of(), null);
        if (last != null && last.kind() == Token.Kind.OPEN_TEXT) return inText(last);
        var word = last != null && last.isWord() && last.end() == at ? last : null;
        var before = tokens.size() - (word == null ? 1 : 2);
        var items = expressions.isDot(before) ? after(before) : names();
        return new Completion.Offer(word == null ? at : word.start(), false, items, jira.problem());
    }

    private List<Member> after(int dot) {
        var owner = expressions.endingAt(dot - 1);
        if (owner == null) return List.of();
        if (!HubCustomFields.class.isAssignableFrom(owner.type())) return Members.of(owner);
        return jira.fields().stream()
                .map(name -> new Member(quoted(name, '"'), name))
                .toList();
    }

    private List<Member> names() {
        var items = new LinkedHashMap<String, Member>();
        Stream.of(
                        expressions.names().stream(),
                        bindings.keySet().stream().sorted(),
                        classes.names().stream().sorted())
                .flatMap(names -> names)
                .forEach(name -> items.putIfAbsent(name, new Member(name, name)));
        var methods = METHOD.matcher(text);
        while (methods.find()) {
            var shown = methods.group(1) + "(" + methods.group(2).strip() + ")";
            items.putIfAbsent(shown, new Member(methods.group(1) + "(", shown));
        }
        return items.values().stream()
                .sorted(Comparator.comparing(Member::shown, String.CASE_INSENSITIVE_ORDER))
                .toList();
    }

    private Completion.Offer inText(Token open) {
        var quotes = text.startsWith(String.valueOf(text.charAt(open.start())).repeat(3), open.start()) ? 3 : 1;
        var from = open.start() + quotes;
        var quote = text.charAt(open.start());
        var wanted = expressions.textAtEnd();
        if (wanted == null || quotes > 1 || quote == '/') return new Completion.Offer(from, true, List.of(), null);
        var closed = at < text.length() && text.charAt(at) == quote;
        var items = new ArrayList<Member>();
        for (var name : fitting(wanted)) {
            var whole = quoted(name, quote);
            items.add(new Member(closed ? whole.substring(1, whole.length() - 1) : whole.substring(1), name));
        }
        return new Completion.Offer(from, true, items, jira.problem());
    }

    private Iterable<String> fitting(Expressions.TextFor wanted) {
        if (wanted.field()) return jira.fields();
        var owner = wanted.owner();
        if (owner == null) return wanted.value() == null ? List.of() : jira.choices(wanted.value());
        if (HubCustomFields.class.isAssignableFrom(owner.type())) return jira.fields();
        return BasicHubIssue.class.isAssignableFrom(owner.type())
                ? Stream.concat(Shapes.keys(owner.type()).keySet().stream(), jira.fields().stream())
                        .toList()
                : Shapes.keys(owner.type()).keySet();
    }

    private static String quoted(String name, char quote) {
        var inside = name.replace("\\", "\\\\").replace(String.valueOf(quote), "\\" + quote);
        return quote + (quote == '"' ? inside.replace("$", "\\$") : inside) + quote;
    }
}
