package dev.drawbridge.security;

import java.util.function.Supplier;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.util.function.SingletonSupplier;

/**
 * For a password that is one of the settings: its hash lives in memory only, beside the password itself, so nothing is
 * gained by a hash that is slow to find. Slow are the wrong guesses; scripts that log in with every call are not.
 */
final class SlowToGuess implements PasswordEncoder {
    private static final int CHEAPEST = 4;

    private final PasswordEncoder quick = new BCryptPasswordEncoder(CHEAPEST);
    private final PasswordEncoder slow;
    private final Supplier<String> decoy;

    /** @param slow what each wrong guess costs */
    SlowToGuess(PasswordEncoder slow) {
        this.slow = slow;
        decoy = SingletonSupplier.of(() -> slow.encode("nobody's password"));
    }

    @Override
    public String encode(CharSequence password) {
        return quick.encode(password);
    }

    @Override
    public boolean matches(CharSequence password, String encoded) {
        var right = quick.matches(password, encoded);
        if (!right) takeTime(password);
        return right;
    }

    private void takeTime(CharSequence guess) {
        slow.matches(guess, decoy.get());
    }
}
