package dev.drawbridge.rules;

import org.jspecify.annotations.Nullable;

/** A rule that cannot run, or failed while it ran: where, and why. */
public class RuleBroken extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String file;
    private final @Nullable Integer line;
    private final @Nullable Integer column;
    private final @Nullable String text;

    RuleBroken(String file, @Nullable Integer line, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.file = file;
        this.line = line;
        column = null;
        text = null;
    }

    /** @param column counted from 1; null where only the line is known */
    RuleBroken(
            RuleSource source,
            @Nullable Integer line,
            @Nullable Integer column,
            String message,
            @Nullable Throwable cause) {
        super(message, cause);
        file = source.file();
        this.line = line;
        this.column = column;
        text = source.line(line);
    }

    /** @param place where the rule is to blame; null where only the rule is known */
    static RuleBroken at(
            Rulebook.@Nullable Place place, Rulebook.Rule rule, String message, @Nullable Throwable cause) {
        return place == null
                ? new RuleBroken(rule.file(), null, message, cause)
                : new RuleBroken(place.source(), place.line(), null, message, cause);
    }

    private RuleBroken(
            String file, @Nullable Integer line, @Nullable Integer column, String message, @Nullable String text) {
        super(message);
        this.file = file;
        this.line = line;
        this.column = column;
        this.text = text;
    }

    /** One that happened in another process. */
    static RuleBroken told(
            String file, @Nullable Integer line, @Nullable Integer column, String message, @Nullable String text) {
        return new RuleBroken(file, line, column, message, text);
    }

    public String file() {
        return file;
    }

    public @Nullable Integer line() {
        return line;
    }

    /** Counted from 1; null where only the line is known. */
    public @Nullable Integer column() {
        return column;
    }

    /** What stands in that line; null where that is unknown. */
    public @Nullable String text() {
        return text;
    }

    /** File, line, column, cause and what stands there, in one sentence. */
    public String sentence() {
        return file + (line == null ? "" : ", line " + line) + (column == null ? "" : ", column " + column) + ": "
                + getMessage() + (text == null ? "" : " → " + text);
    }
}
