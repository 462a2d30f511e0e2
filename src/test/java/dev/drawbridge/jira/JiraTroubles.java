package dev.drawbridge.jira;

/** Troubles with Jira for tests of those who meet them. */
public final class JiraTroubles {
    private JiraTroubles() {}

    public static JiraTrouble later(String sentence) {
        return JiraTrouble.of(JiraTrouble.Kind.LATER, sentence);
    }
}
