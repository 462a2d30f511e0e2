package dev.drawbridge.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.password.PasswordEncoder;

class RecentLoginsTest {
    private final AtomicInteger thoroughLooks = new AtomicInteger();
    private final RecentLogins logins = new RecentLogins(new PasswordEncoder() {
        @Override
        public String encode(CharSequence password) {
            return "hash of " + password;
        }

        @Override
        public boolean matches(CharSequence password, String encoded) {
            thoroughLooks.incrementAndGet();
            return encoded.equals(encode(password));
        }
    });

    @Test
    void aRightPasswordIsLookedAtThoroughlyOnce() {
        assertThat(logins.matches("secret", "hash of secret")).isTrue();
        assertThat(logins.matches("secret", "hash of secret")).isTrue();
        assertThat(thoroughLooks).hasValue(1);
    }

    @Test
    void aWrongPasswordIsLookedAtThoroughlyEachTime() {
        logins.matches("secret", "hash of secret");

        assertThat(logins.matches("guess", "hash of secret")).isFalse();
        assertThat(logins.matches("guess", "hash of secret")).isFalse();
        assertThat(thoroughLooks).hasValue(3);
    }

    @Test
    void aPasswordThatWasChangedIsNoLongerRight() {
        logins.matches("secret", "hash of secret");

        assertThat(logins.matches("secret", "hash of another")).isFalse();
    }
}
