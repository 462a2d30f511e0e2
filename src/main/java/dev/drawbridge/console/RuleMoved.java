package dev.drawbridge.console;

/** The file of a rule is not the one any more that somebody read and changed. */
final class RuleMoved extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String version;
    private final String text;
    private final String difference;

    /**
     * @param version that of the text in the file
     * @param text the one in the file
     * @param difference from the one in the file to the one that was to be saved
     */
    RuleMoved(String version, String text, String difference) {
        super("Somebody has changed the rule since: read it again. Nothing was saved.");
        this.version = version;
        this.text = text;
        this.difference = difference;
    }

    String version() {
        return version;
    }

    String text() {
        return text;
    }

    String difference() {
        return difference;
    }
}
