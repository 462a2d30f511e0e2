package dev.drawbridge.rules;

import com.exalate.basic.domain.hubobject.v1.BasicHubCustomField;
import com.exalate.basic.domain.hubobject.v1.HubObject;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the half of a rule before a cursor backwards, and tells of what its expressions are, as far as that can be known. */
final class Expressions {
    private static final int DEEPEST = 24;
    private static final Set<String> BLOCKS =
            Set.of("if", "while", "for", "switch", "catch", "else", "try", "finally", "do", "class");
    private static final Set<String> NO_NAMES = Set.of(
            "return",
            "else",
            "in",
            "as",
            "new",
            "throw",
            "case",
            "instanceof",
            "assert",
            "import",
            "package",
            "if",
            "while");

    private final List<Token> tokens;
    private final Map<String, Known> bindings;
    private final Function<String, @Nullable Known> classes;
    private final Function<String, @Nullable Known> fieldValues;
    private final int[] partner;
    private final int[] around;

    /**
     * @param bindings what a rule finds
     * @param classes a class by the name that the rule uses; null when it may not be used
     * @param fieldValues what the value of a custom field is; null when there is no such field
     */
    Expressions(
            List<Token> tokens,
            Map<String, Known> bindings,
            Function<String, @Nullable Known> classes,
            Function<String, @Nullable Known> fieldValues) {
        this.tokens = tokens;
        this.bindings = bindings;
        this.classes = classes;
        this.fieldValues = fieldValues;
        partner = new int[tokens.size()];
        around = new int[tokens.size() + 1];
        pair();
    }

    /** An expression and the token with which it begins. */
    private record Operand(@Nullable Known known, int start) {}

    private void pair() {
        Arrays.fill(partner, -1);
        var open = new ArrayDeque<Integer>();
        for (var each = 0; each < tokens.size(); each++) {
            var token = tokens.get(each);
            around[each] = open.isEmpty() ? -1 : open.peek();
            if (token.is("(") || token.is("[") || token.is("{") || token.is("${")) open.push(each);
            else if ((token.is(")") || token.is("]") || token.is("}")) && !open.isEmpty()) {
                partner[each] = open.pop();
                partner[partner[each]] = each;
            }
        }
        around[tokens.size()] = open.isEmpty() ? -1 : open.peek();
    }

    /** What the expression is that ends with that token. */
    @Nullable
    Known endingAt(int last) {
        var operand = operand(last, 0);
        return operand == null ? null : operand.known();
    }

    boolean isDot(int index) {
        return isMark(index, ".") || isMark(index, "?.") || isMark(index, "*.");
    }

    boolean isMark(int index, String mark) {
        return index >= 0 && index < tokens.size() && tokens.get(index).is(mark);
    }

    private boolean isWord(int index) {
        return index >= 0 && index < tokens.size() && tokens.get(index).isWord();
    }

    private boolean isWord(int index, String word) {
        return isWord(index) && tokens.get(index).isWord(word);
    }

    /** The opening bracket around that place; -1 when there is none. */
    int around(int index) {
        return around[index];
    }

    private @Nullable Operand operand(int last, int depth) {
        if (last < 0 || depth > DEEPEST) return null;
        var token = tokens.get(last);
        return switch (token.kind()) {
            case TEXT -> isDot(last - 1) ? part(last, token.text(), depth) : new Operand(Known.of(String.class), last);
            case NUMBER -> new Operand(Known.of(token.text().matches("\\d+") ? Integer.class : BigDecimal.class), last);
            case WORD ->
                isDot(last - 1)
                        ? part(last, token.text(), depth)
                        : new Operand(variable(token.text(), last, depth), last);
            case MARK -> partner[last] < 0 ? null : bracketed(last, depth);
            default -> null;
        };
    }

    private @Nullable Operand part(int last, String name, int depth) {
        var owner = operand(last - 2, depth + 1);
        if (owner == null || owner.known() == null) return owner;
        return new Operand(member(owner.known(), name, tokens.get(last - 1).is("*.")), owner.start());
    }

    private @Nullable Operand bracketed(int last, int depth) {
        var open = partner[last];
        if (tokens.get(last).is(")")) return call(open, depth);
        if (tokens.get(last).is("}")) {
            if (isMark(open - 1, ")") && partner[open - 1] >= 0) return call(partner[open - 1], depth);
            return isWord(open - 1) && isDot(open - 2) ? called(open - 1, open, depth) : null;
        }
        if (!endsValue(open - 1)) return new Operand(Known.of(ArrayList.class), open);
        var owner = operand(open - 1, depth + 1);
        if (owner == null || owner.known() == null) return owner;
        var known = owner.known();
        if (open + 2 == last && tokens.get(open + 1).kind() == Token.Kind.TEXT)
            return new Operand(member(known, tokens.get(open + 1).text(), false), owner.start());
        return new Operand(known.element() == null ? null : each(known), owner.start());
    }

    private static @Nullable Known each(Known many) {
        return many.element() == null
                ? null
                : Known.of(many.element()).ofField(many.field()).fromPartner(many.theirs());
    }

    boolean endsValue(int index) {
        if (index < 0) return false;
        var token = tokens.get(index);
        return token.isWord() && !NO_NAMES.contains(token.text())
                || token.kind() == Token.Kind.TEXT
                || token.is(")")
                || token.is("]")
                || token.is("}");
    }

    private @Nullable Operand call(int open, int depth) {
        if (isWord(open - 1) && !NO_NAMES.contains(tokens.get(open - 1).text())) return called(open - 1, open, depth);
        var inside = operand(partner[open] - 1, depth + 1);
        return new Operand(inside == null ? null : inside.known(), open);
    }

    private @Nullable Operand called(int name, int open, int depth) {
        if (isDot(name - 1)) {
            var owner = operand(name - 2, depth + 1);
            if (owner == null || owner.known() == null) return owner;
            return new Operand(result(owner.known(), name, open), owner.start());
        }
        if (isWord(name - 1, "new")) {
            var made = classes.apply(tokens.get(name).text());
            return new Operand(made == null ? null : Known.of(made.type()), name - 1);
        }
        return new Operand(null, name);
    }

    private @Nullable Known result(Known owner, int name, int open) {
        var word = tokens.get(name).text();
        var literal = isMark(open, "(")
                        && open + 1 < tokens.size()
                        && tokens.get(open + 1).kind() == Token.Kind.TEXT
                ? tokens.get(open + 1).text()
                : null;
        if (HubObject.class.isAssignableFrom(owner.type()) && !owner.itself()) {
            if (literal != null && word.matches("get|getAt|getProperty")) return member(owner, literal, false);
            return word.matches("get[A-Z].*")
                    ? member(owner, Character.toLowerCase(word.charAt(3)) + word.substring(4), false)
                    : null;
        }
        return Members.result(owner, word);
    }

    /** What a property is of what is known. */
    @Nullable
    Known member(Known owner, String name, boolean ofEach) {
        if (owner.itself()) return null;
        if (HubObject.class.isAssignableFrom(owner.type())) {
            var held = Shapes.member(owner, name);
            if (held == null && fieldValues.apply(name) != null) return ofField(owner, name);
            return name.equals("value") && owner.field() != null && owner.type() == BasicHubCustomField.class
                    ? ofField(owner, owner.field())
                    : named(owner, held, name);
        }
        if (owner.element() != null && (ofEach || HubObject.class.isAssignableFrom(owner.element()))) {
            var one = each(owner);
            var held = one == null || name.equals("size") ? null : member(one, name, false);
            return held == null
                    ? null
                    : Known.many(ArrayList.class, held.type())
                            .naming(held.domain())
                            .ofField(held.field())
                            .fromPartner(held.theirs());
        }
        return Members.result(owner, name);
    }

    /** The text of an option is one of the field's options. */
    private static @Nullable Known named(Known owner, @Nullable Known held, String name) {
        return held != null && name.equals("value") && owner.field() != null ? held.naming(owner.type()) : held;
    }

    private @Nullable Known ofField(Known owner, String field) {
        var value = fieldValues.apply(field);
        return value == null ? null : value.ofField(field).fromPartner(owner.theirs());
    }

    private @Nullable Known variable(String name, int at, int depth) {
        var local = local(name, at, depth);
        if (local.isPresent()) return local.get();
        var binding = bindings.get(name);
        return binding != null ? binding : classes.apply(name);
    }

    /** Of what is declared in the text; what is not known is an Object. */
    private Optional<Known> local(String name, int at, int depth) {
        for (var open = around[at]; open >= 0; open = around[open]) {
            var given = closure(open, depth);
            if (given != null && given.names().contains(name))
                return Optional.of(
                        given.names().get(0).equals(name) && given.known() != null
                                ? given.known()
                                : declared(open, name).orElse(Known.of(Object.class)));
        }
        for (var each = at - 1; each >= 0; each--) {
            if (!isWord(each, name) || isDot(each - 1)) continue;
            if (isMark(each + 1, "=")) {
                var start = each + 2;
                var end = statementEnd(start, at);
                if (end >= at) continue;
                var type = typeBefore(each);
                return Optional.of(type.orElseGet(() -> value(start, end, depth)));
            }
            if ((isWord(each + 1, "in") || isMark(each + 1, ":")) && isFor(around[each])) {
                var many = partner[around[each]] < 0 ? null : operand(partner[around[each]] - 1, depth + 1);
                var one = many == null || many.known() == null ? null : each(many.known());
                return Optional.of(one == null ? Known.of(Object.class) : one);
            }
            var type = typeBefore(each);
            if (type.isPresent()) return type;
        }
        return Optional.empty();
    }

    private boolean isFor(int open) {
        return isMark(open, "(") && isWord(open - 1, "for");
    }

    private Optional<Known> typeBefore(int name) {
        if (!isWord(name - 1)
                || !Character.isUpperCase(tokens.get(name - 1).text().charAt(0))) return Optional.empty();
        var type = classes.apply(tokens.get(name - 1).text());
        return type == null ? Optional.empty() : Optional.of(Known.of(type.type()));
    }

    private Optional<Known> declared(int open, String name) {
        for (var each = open + 1; each < tokens.size() && !isMark(each, "->"); each++)
            if (isWord(each, name)) return typeBefore(each);
        return Optional.empty();
    }

    private Known value(int start, int end, int depth) {
        var nothing = Known.of(Object.class);
        if (isWord(end - 1, "as")) {
            var type = classes.apply(tokens.get(end).text());
            return type == null ? nothing : Known.of(type.type());
        }
        var operand = operand(end, depth + 1);
        if (operand == null || operand.known() == null) return nothing;
        var whole = operand.start() == start || isMark(operand.start() - 1, "?:") || isMark(operand.start() - 1, ":");
        return whole ? operand.known() : nothing;
    }

    /** The last token of the statement that begins there. */
    private int statementEnd(int start, int most) {
        var last = start - 1;
        for (var each = start; each < most; each++) {
            var token = tokens.get(each);
            var goesOn =
                    last < start || isDot(each) || isDot(last) || isMark(each, "?:") || token.line() == lastLine(last);
            if (!goesOn || token.is(";") || token.is(")") || token.is("}") || token.is("]")) return last;
            if (partner[each] > each) each = partner[each];
            else if (token.is("(") || token.is("{") || token.is("[")) return most;
            last = each;
        }
        return most > last
                        && most < tokens.size()
                        && lastLine(last) != tokens.get(most).line()
                        && !isDot(most)
                ? last
                : most;
    }

    private int lastLine(int index) {
        var token = tokens.get(index);
        return token.line()
                + (int) token.text().chars().filter(sign -> sign == '\n').count();
    }

    /** Names that a closure gives to what it gets, and what the first of them is. */
    private record Given(List<String> names, @Nullable Known known) {}

    private @Nullable Given closure(int open, int depth) {
        if (!isMark(open, "{") || isBlock(open)) return null;
        var names = parameters(open);
        var first = names.isEmpty() ? Optional.<Known>empty() : declared(open, names.get(0));
        return new Given(names.isEmpty() ? List.of("it") : names, first.orElseGet(() -> gets(open, depth)));
    }

    private boolean isBlock(int open) {
        if (isWord(open - 1)) return BLOCKS.contains(tokens.get(open - 1).text()) || !isDot(open - 2) && isMethod(open);
        if (!isMark(open - 1, ")") || partner[open - 1] < 0) return false;
        var name = partner[open - 1] - 1;
        return isWord(name) && (BLOCKS.contains(tokens.get(name).text()) || isWord(name - 1));
    }

    private boolean isMethod(int open) {
        return isWord(open - 2, "class") || isWord(open - 2, "interface");
    }

    private List<String> parameters(int open) {
        var names = new ArrayList<String>();
        for (var each = open + 1; each < tokens.size(); each++) {
            var token = tokens.get(each);
            if (token.is("->")) return names;
            if (!token.isWord() && !token.is(",") && !token.is("=") && !token.is(".")) return List.of();
            if (token.isWord() && (isMark(each + 1, ",") || isMark(each + 1, "->"))) names.add(token.text());
        }
        return List.of();
    }

    private @Nullable Known gets(int open, int depth) {
        var name = isWord(open - 1) ? open - 1 : -1;
        if (isMark(open - 1, ")") && partner[open - 1] > 0) name = partner[open - 1] - 1;
        if (isMark(open - 1, "(") || isMark(open - 1, ",")) name = around[open] - 1;
        if (!isWord(name) || !isDot(name - 1)) return null;
        var owner = operand(name - 2, depth + 1);
        return owner == null || owner.known() == null
                ? null
                : Members.closureGets(owner.known(), tokens.get(name).text());
    }

    /** Names that the text itself has given by its end. */
    Set<String> names() {
        var names = new LinkedHashSet<String>();
        for (var open = around[tokens.size()]; open >= 0; open = around[open]) {
            var given = closure(open, 0);
            if (given != null) names.addAll(given.names());
        }
        for (var each = 0; each < tokens.size() - 1; each++) {
            if (!isWord(each)
                    || isDot(each - 1)
                    || NO_NAMES.contains(tokens.get(each).text())) continue;
            var declared =
                    isWord(each - 1) && !NO_NAMES.contains(tokens.get(each - 1).text());
            var loops = isFor(around[each]) && (isWord(each + 1, "in") || isMark(each + 1, ":"));
            if (isMark(each + 1, "=") || loops || declared && isDeclared(each))
                names.add(tokens.get(each).text());
        }
        return names;
    }

    /** Behind {@code def} or a type, and no method. */
    private boolean isDeclared(int name) {
        var word = tokens.get(name - 1).text();
        return !isMark(name + 1, "(")
                && !isMark(name + 1, "{")
                && (word.matches("def|final|var|int|long|boolean") || classes.apply(word) != null);
    }

    /** What a text that begins at the end is compared with, set to or given to; null when that is not known. */
    @Nullable
    TextFor textAtEnd() {
        var last = tokens.size() - 2;
        if (isDot(last)) return TextFor.key(endingAt(last - 1));
        if (isMark(last, "[") && endsValue(last - 1)) return TextFor.key(endingAt(last - 1));
        if (isMark(last, "==") || isMark(last, "!=") || isMark(last, "=") || isMark(last, "+=") || isMark(last, "<<"))
            return TextFor.value(endingAt(last - 1));
        if (isWord(last, "case")) return TextFor.value(switched(around[last]));
        if (isWord(last) && isDot(last - 1)) return given(last, last, 0);
        var open = around[tokens.size() - 1];
        if (isMark(open, "(") && isWord(open - 1)) return given(open - 1, open, commas(open));
        if (isMark(open, "[") && (isWord(open - 1, "in") || isMark(open - 1, "=") || isMark(open - 1, "==")))
            return TextFor.value(endingAt(open - 2));
        return null;
    }

    private @Nullable Known switched(int block) {
        return isMark(block, "{") && isMark(block - 1, ")") && partner[block - 1] > 0 ? endingAt(block - 2) : null;
    }

    private int commas(int open) {
        var commas = 0;
        for (var each = open + 1; each < tokens.size(); each++) if (isMark(each, ",") && around[each] == open) commas++;
        return commas;
    }

    private @Nullable TextFor given(int name, int open, int number) {
        if (!isDot(name - 1)) return null;
        var owner = endingAt(name - 2);
        var word = tokens.get(name).text();
        if (owner == null) return null;
        if (word.matches("equals|equalsIgnoreCase|contains")) return TextFor.value(owner);
        if (HubObject.class.isAssignableFrom(owner.type())) {
            if (word.matches("get|getAt|getProperty|put") && number == 0) return TextFor.key(owner);
            return word.matches("set[A-Z].*")
                    ? TextFor.value(member(owner, Character.toLowerCase(word.charAt(3)) + word.substring(4), false))
                    : null;
        }
        var method = Members.called(owner, word);
        if (method == null) return null;
        var parameter = number < method.getParameterCount() ? method.getParameters()[number].getName() : "";
        if (parameter.equals("field")) return TextFor.anyField();
        if (parameter.equals("value")) return TextFor.optionOf(literal(open, number - 1));
        var result = method.getReturnType();
        return number == 0 && HubObject.class.isAssignableFrom(result) && !Collection.class.isAssignableFrom(result)
                ? TextFor.value(Known.of(result))
                : null;
    }

    private @Nullable String literal(int open, int number) {
        var commas = 0;
        for (var each = open + 1; each < tokens.size(); each++) {
            if (isMark(each, ",") && around[each] == open) commas++;
            else if (commas == number && tokens.get(each).kind() == Token.Kind.TEXT)
                return tokens.get(each).text();
        }
        return null;
    }

    /**
     * For what a text is wanted.
     *
     * @param owner whose key it is; null when it is none
     * @param value what it is the value of; null when it is none
     * @param field any custom field's name is meant
     */
    record TextFor(@Nullable Known owner, @Nullable Known value, boolean field) {
        static @Nullable TextFor key(@Nullable Known owner) {
            return owner == null ? null : new TextFor(owner, null, false);
        }

        static @Nullable TextFor value(@Nullable Known value) {
            return value == null ? null : new TextFor(null, value, false);
        }

        static TextFor anyField() {
            return new TextFor(null, null, true);
        }

        static @Nullable TextFor optionOf(@Nullable String field) {
            return field == null ? null : value(Known.of(Object.class).ofField(field));
        }
    }
}
