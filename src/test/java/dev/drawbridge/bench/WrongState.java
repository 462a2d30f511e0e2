package dev.drawbridge.bench;

/** What was measured did not do its work: no figure of it counts. */
final class WrongState extends RuntimeException {
    private static final long serialVersionUID = 1;

    WrongState(String sentence) {
        super(sentence);
    }
}
