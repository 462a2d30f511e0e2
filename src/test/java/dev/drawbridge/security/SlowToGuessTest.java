package dev.drawbridge.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.password.PasswordEncoder;

/** Only who does not know the password pays for the slow hash. */
class SlowToGuessTest {
    private final List<String> paid = new ArrayList<>();
    private final SlowToGuess logins = new SlowToGuess(new PasswordEncoder() {
        @Override
        public String encode(CharSequence password) {
            return "decoy";
        }

        @Override
        public boolean matches(CharSequence password, String encoded) {
            paid.add(password.toString());
            return true;
        }
    });
    private final String secret = logins.encode("secret");

    @Test
    void theRightPasswordCostsNothing() {
        assertThat(logins.matches("secret", secret)).isTrue();
        assertThat(paid).isEmpty();
    }

    @Test
    void eachWrongGuessCosts() {
        assertThat(logins.matches("guess", secret)).isFalse();
        assertThat(logins.matches("guess", secret)).isFalse();
        assertThat(paid).containsExactly("guess", "guess");
    }
}
