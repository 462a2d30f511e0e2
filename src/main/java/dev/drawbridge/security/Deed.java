package dev.drawbridge.security;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the caller of the call that is being served does, as the audit is to tell it. It is written down in the first
 * transaction of the call that changes something, so whoever knows more says so before that.
 */
public final class Deed {
    private static final ThreadLocal<Deed> CURRENT = new ThreadLocal<>();

    private final Caller caller;
    private final String what;
    private Object object;
    private @Nullable String connection;
    private String difference = "";
    private @Nullable Long row;
    private @Nullable Object transaction;

    /** @param object asked for its words when they are written down */
    Deed(Caller caller, String what, Object object, @Nullable String connection) {
        this.caller = caller;
        this.what = what;
        this.object = object;
        this.connection = connection;
    }

    /** What it is done to, such as {@code issue ACM-1}. */
    public static void to(String object) {
        current().ifPresent(deed -> deed.object = object);
    }

    /** The connection that it concerns, where the path does not name it. */
    public static void on(String connection) {
        current().ifPresent(deed -> deed.connection = connection);
    }

    /** What is different afterwards. Never a secret. */
    public static void difference(String difference) {
        current().ifPresent(deed -> deed.difference = difference);
    }

    static Optional<Deed> current() {
        return Optional.ofNullable(CURRENT.get());
    }

    static void begin(Deed deed) {
        CURRENT.set(deed);
    }

    static void end() {
        CURRENT.remove();
    }

    /** As far as nobody has said it. */
    void concerns(String kind, @Nullable String connection) {
        if (object().isEmpty()) object = kind;
        if (this.connection == null) this.connection = connection;
    }

    Caller caller() {
        return caller;
    }

    String what() {
        return what;
    }

    String object() {
        return object.toString();
    }

    @Nullable
    String connection() {
        return connection;
    }

    String difference() {
        return difference;
    }

    /** The row of the audit; null while it is not written down. */
    @Nullable
    Long row() {
        return row;
    }

    void written(long row, Object transaction) {
        this.row = row;
        this.transaction = transaction;
    }

    /** Its transaction was taken back, and the row with it: the next one is to write it. */
    void takenBack(Object transaction) {
        if (this.transaction == transaction) row = null;
    }
}
