package dev.drawbridge.secrets;

import java.nio.file.Path;
import java.security.SecureRandom;

/** A real seal over a fresh master key, for tests of other modules. */
public final class SealForTests {
    private SealForTests() {}

    public static Seal in(Path folder) {
        SecureRandom chance = new SecureRandom();
        return new Seal(MasterKey.in(folder.resolve("keys/master.key"), chance), chance);
    }
}
