package dev.drawbridge.connection;

/** An invitation cannot be accepted; the reason is one word that programs can rely on. */
public class AcceptRefused extends RuntimeException {
    private final String reason;

    public AcceptRefused(String reason, String sentence) {
        super(sentence);
        this.reason = reason;
    }

    public String reason() {
        return reason;
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }
}
