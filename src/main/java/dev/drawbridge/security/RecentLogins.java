package dev.drawbridge.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Recognises a password that was right a moment ago. Scripts log in with every call, and a password hash that is slow
 * enough for guesses would cost them more than the call itself; wrong passwords stay slow.
 */
final class RecentLogins implements PasswordEncoder {
    private final PasswordEncoder thorough;
    private final Cache<String, Boolean> right = Caffeine.newBuilder()
            .maximumSize(100)
            .expireAfterWrite(Duration.ofMinutes(5))
            .build();

    RecentLogins(PasswordEncoder thorough) {
        this.thorough = thorough;
    }

    @Override
    public String encode(CharSequence password) {
        return thorough.encode(password);
    }

    @Override
    public boolean matches(CharSequence password, String encoded) {
        var both = digest(encoded + '\n' + password);
        if (right.getIfPresent(both) != null) return true;
        var matches = thorough.matches(password, encoded);
        if (matches) right.put(both, true);
        return matches;
    }

    private static String digest(String text) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
