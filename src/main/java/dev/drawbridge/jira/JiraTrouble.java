package dev.drawbridge.jira;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Jira did not do what was asked. The message is a sentence for people; the kind says what to do about it. */
public class JiraTrouble extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What went wrong, by what is to be done about it. */
    public enum Kind {
        /** Not reached, or busy: certainly not done, the same call later. */
        LATER,
        /** The call was sent and no answer that says anything came: it may have been done. */
        UNCLEAR,
        /** The proxy user cannot log in: no call until that is mended. */
        LOGIN,
        /** Not there, or not visible to the proxy user. */
        MISSING,
        /** Not permitted to the proxy user. */
        FORBIDDEN,
        /** Jira does not accept the content. */
        INVALID
    }

    private static final Set<Kind> REFUSALS = Set.of(Kind.MISSING, Kind.FORBIDDEN, Kind.INVALID);

    private final Kind kind;
    private final transient Map<String, String> fields;
    private final @Nullable Duration retryAfter;

    JiraTrouble(Kind kind, String sentence, Map<String, String> fields, @Nullable Duration retryAfter) {
        super(sentence);
        this.kind = kind;
        this.fields = Map.copyOf(fields);
        this.retryAfter = retryAfter;
    }

    static JiraTrouble of(Kind kind, String sentence) {
        return new JiraTrouble(kind, sentence, Map.of(), null);
    }

    static JiraTrouble of(Kind kind, String sentence, @Nullable Duration retryAfter) {
        return new JiraTrouble(kind, sentence, Map.of(), retryAfter);
    }

    JiraTrouble because(Throwable cause) {
        initCause(cause);
        return this;
    }

    public Kind kind() {
        return kind;
    }

    /** Whether Jira understood and said no, so that the same call will not do. */
    public boolean isRefusal() {
        return REFUSALS.contains(kind);
    }

    /** What Jira says of single fields. */
    public Map<String, String> fields() {
        return fields;
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    /** The sentence. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
