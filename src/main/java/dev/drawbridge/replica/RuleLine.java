package dev.drawbridge.replica;

/**
 * A line of a rule.
 *
 * @param file as administrators know it, below the rules folder
 * @param line from 1; 0 where it is not known
 */
public record RuleLine(String file, int line) {
    /** As people are told. */
    public String words() {
        return "%s, line %d".formatted(file, line);
    }
}
