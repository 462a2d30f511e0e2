package dev.drawbridge.rules;

import org.jspecify.annotations.Nullable;

/** A rule that cannot run, or failed while it ran: where, and why. */
public class RuleBroken extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String file;
    private final @Nullable Integer line;

    RuleBroken(String file, @Nullable Integer line, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.file = file;
        this.line = line;
    }

    public String file() {
        return file;
    }

    public @Nullable Integer line() {
        return line;
    }

    /** File, line and cause in one sentence. */
    public String sentence() {
        return file + (line == null ? "" : ", line " + line) + ": " + getMessage();
    }
}
