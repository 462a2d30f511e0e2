package dev.drawbridge.sandbox;

import dev.drawbridge.sandbox.Index.Doc;
import dev.drawbridge.sandbox.jql.JqlLexer;
import dev.drawbridge.sandbox.jql.JqlParser;
import java.util.Comparator;
import java.util.function.Predicate;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** A parsed query: what matches and in which order. */
record JqlQuery(Predicate<Doc> matches, Comparator<Doc> order) {
    private static final String OPERATORS = "The valid operators are '=', '!=', '<', '>', '<=', '>=', '~', '!~', 'IN',"
            + " 'NOT IN', 'IS' and 'IS NOT'.";

    static JqlQuery parse(Viewer viewer, @Nullable String jql) {
        var lexer = new JqlLexer(CharStreams.fromString(jql == null ? "" : jql));
        var parser = new JqlParser(new CommonTokenStream(lexer));
        lexer.removeErrorListeners();
        parser.removeErrorListeners();
        parser.addErrorListener(new BaseErrorListener() {
            @Override
            public void syntaxError(
                    Recognizer<?, ?> recognizer,
                    Object token,
                    int line,
                    int column,
                    String message,
                    @Nullable RecognitionException cause) {
                throw Refusal.bad(complaint((JqlParser) recognizer, (Token) token, line, column));
            }
        });
        var query = parser.query();
        var clauses = new JqlClauses(viewer);
        return new JqlQuery(clauses.where(query.disjunction()), JqlOrder.of(viewer.site(), query.ordering()));
    }

    private static String complaint(JqlParser parser, Token token, int line, int column) {
        var at = "(line " + line + ", character " + (column + 1) + ")";
        var found = token.getType() == Token.EOF ? "the end of the query" : "'" + token.getText() + "'";
        var rule = parser.getContext();
        if (rule instanceof JqlParser.ClauseContext || rule instanceof JqlParser.FieldContext) {
            return "Error in the JQL Query: Expecting operator but got " + found + ". " + OPERATORS + " " + at;
        }
        if (token.getType() == JqlLexer.OTHER) {
            return "Error in the JQL Query: The character " + found
                    + " is a reserved JQL character. You must enclose it in a string or use the escape instead. " + at;
        }
        return "Error in the JQL Query: Expecting either 'OR' or 'AND' but got " + found + ". " + at;
    }
}
