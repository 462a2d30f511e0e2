package dev.drawbridge.secrets;

/** Something sealed cannot be opened: another master key, damage, or a value moved to another place. */
public final class SealBroken extends IllegalStateException {
    private static final long serialVersionUID = 1;

    SealBroken(String sentence) {
        super(sentence);
    }
}
