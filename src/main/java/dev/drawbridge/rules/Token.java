package dev.drawbridge.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A word, number, text or mark of a Groovy file that may be half written.
 *
 * @param text of a text what stands between its quotes
 * @param start where it begins, with its quote
 * @param line which line it begins in, counted from 0
 */
record Token(Kind kind, String text, int start, int end, int line) {

    enum Kind {
        WORD,
        NUMBER,
        TEXT,
        MARK,
        /** A text that has no end yet. */
        OPEN_TEXT,
        /** A comment that has no end yet. */
        OPEN_COMMENT
    }

    boolean is(String mark) {
        return kind == Kind.MARK && text.equals(mark);
    }

    boolean isWord() {
        return kind == Kind.WORD;
    }

    boolean isWord(String word) {
        return isWord() && text.equals(word);
    }

    /** What stands before a cursor. */
    static List<Token> before(String text) {
        return new Reader(text).all();
    }

    /** Takes a text apart from its beginning. */
    private static final class Reader {
        private static final List<String> MARKS = List.of(
                "==~", "<=>", "...", "==", "=~", "!=", "->", "?:", "?.", "*.", "<=", ">=", "&&", "||", "+=", "-=", "*=",
                "/=", "<<", "..", "++", "--", "::");
        private static final Pattern PATH_IN_TEXT = Pattern.compile("\\$[A-Za-z_][\\w.]*$");

        private final String text;
        private final List<Token> tokens = new ArrayList<>();
        private int at;
        private int line;

        Reader(String text) {
            this.text = text;
        }

        List<Token> all() {
            while (at < text.length()) next();
            return tokens;
        }

        private void next() {
            var sign = text.charAt(at);
            if (sign == '\n') line++;
            if (Character.isWhitespace(sign)) at++;
            else if (text.startsWith("//", at) && !beginsPattern()) comment("\n");
            else if (text.startsWith("/*", at)) comment("*/");
            else if (Character.isJavaIdentifierStart(sign)) word();
            else if (Character.isDigit(sign)) number();
            else if (sign == '\'' || sign == '"')
                quoted(text.startsWith(String.valueOf(sign).repeat(3), at) ? 3 : 1);
            else if (sign == '/' && beginsPattern()) quoted(1);
            else mark();
        }

        private void comment(String end) {
            var found = text.indexOf(end, at + 2);
            if (found < 0) add(Token.Kind.OPEN_COMMENT, "", at, text.length());
            var stop = found < 0 ? text.length() : end.equals("\n") ? found : found + end.length();
            leaveTo(stop);
        }

        private void word() {
            var start = at;
            while (at < text.length() && Character.isJavaIdentifierPart(text.charAt(at))) at++;
            add(Token.Kind.WORD, text.substring(start, at), start, at);
        }

        private void number() {
            var start = at;
            while (at < text.length()
                    && (Character.isLetterOrDigit(text.charAt(at))
                            || (text.charAt(at) == '.'
                                    && at + 1 < text.length()
                                    && Character.isDigit(text.charAt(at + 1))))) at++;
            add(Token.Kind.NUMBER, text.substring(start, at), start, at);
        }

        /** A slash after a value divides. */
        private boolean beginsPattern() {
            if (tokens.isEmpty()) return false;
            var last = tokens.get(tokens.size() - 1);
            return last.kind() == Token.Kind.MARK && !last.is(")") && !last.is("]") && !last.is("}");
        }

        private void quoted(int quotes) {
            var quote = text.substring(at, at + quotes);
            var start = at;
            var inside = at + quotes;
            for (var end = inside; end < text.length(); end++) {
                var sign = text.charAt(end);
                if (sign == '\\') end++;
                else if (quote.charAt(0) == '"' && text.startsWith("${", end)) {
                    var closed = closing(end + 2);
                    if (closed < 0) {
                        leaveTo(end);
                        add(Token.Kind.MARK, "${", end, end + 2);
                        at = end + 2;
                        return;
                    }
                    end = closed;
                } else if (text.startsWith(quote, end)) {
                    add(Token.Kind.TEXT, text.substring(inside, end), start, end + quotes);
                    leaveTo(end + quotes);
                    return;
                } else if (sign == '\n' && quotes == 1 && quote.charAt(0) != '/') {
                    add(Token.Kind.TEXT, text.substring(inside, end), start, end);
                    leaveTo(end);
                    return;
                }
            }
            open(quote, start, inside);
        }

        private void open(String quote, int start, int inside) {
            var path = PATH_IN_TEXT.matcher(text);
            if (quote.charAt(0) == '"' && path.find(inside)) {
                leaveTo(path.start());
                add(Token.Kind.MARK, "${", at, at + 1);
                at++;
                return;
            }
            add(Token.Kind.OPEN_TEXT, text.substring(Math.min(inside, text.length())), start, text.length());
            leaveTo(text.length());
        }

        private int closing(int from) {
            var depth = 1;
            for (var each = from; each < text.length(); each++) {
                var sign = text.charAt(each);
                if (sign == '\n') return -1;
                if (sign == '{') depth++;
                if (sign == '}' && --depth == 0) return each;
            }
            return -1;
        }

        private void mark() {
            for (var mark : MARKS)
                if (text.startsWith(mark, at)) {
                    add(Token.Kind.MARK, mark, at, at + mark.length());
                    at += mark.length();
                    return;
                }
            add(Token.Kind.MARK, text.substring(at, at + 1), at, at + 1);
            at++;
        }

        private void add(Token.Kind kind, String content, int start, int end) {
            tokens.add(new Token(kind, content, start, end, line));
        }

        private void leaveTo(int end) {
            for (; at < end; at++) if (text.charAt(at) == '\n') line++;
        }
    }
}
