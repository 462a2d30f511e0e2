package dev.drawbridge.monitoring;

/** A notification did not reach whom it was for; the message says why in a sentence. */
public class NotDelivered extends RuntimeException {
    private static final long serialVersionUID = 1;

    public NotDelivered(String sentence) {
        super(sentence);
    }

    /** The innermost reason is the one that says what can be done. Never the address, which may be a secret itself. */
    static String sentence(Throwable failure) {
        var cause = failure;
        while (!(cause instanceof NotDelivered) && cause.getCause() != null && cause.getCause() != cause)
            cause = cause.getCause();
        var said = String.valueOf(cause.getMessage())
                .replaceAll("\\p{Cntrl}+", " ")
                .replaceAll("https?://\\S+", "…");
        var sentence = cause instanceof NotDelivered ? said : cause.getClass().getSimpleName() + ": " + said;
        return sentence.length() <= 400 ? sentence : sentence.substring(0, 399) + "…";
    }
}
