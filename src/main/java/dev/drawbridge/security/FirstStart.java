package dev.drawbridge.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The token of the first start: whoever reads the log makes the first administrator, once, within an hour. */
@Component
class FirstStart {
    private static final Logger LOG = LoggerFactory.getLogger("drawbridge");
    private static final Duration GOOD = Duration.ofHours(1);

    private final AdminSettings settings;
    private final Users users;
    private final SecureRandom chance;
    private final Clock clock;
    private final AtomicReference<@Nullable Token> token = new AtomicReference<>();

    FirstStart(AdminSettings settings, Users users, SecureRandom chance, Clock clock) {
        this.settings = settings;
        this.users = users;
        this.chance = chance;
        this.clock = clock;
    }

    private record Token(String text, Instant until) {}

    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        if (settings.hasPassword() || !users.none()) return;
        var bytes = new byte[18];
        chance.nextBytes(bytes);
        var text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        token.set(new Token(text, clock.instant().plus(GOOD)));
        LOG.warn(
                "Nobody can log in yet. Within an hour open /login of this node and make the first administrator with the"
                        + " token {}",
                text);
    }

    /** The name that is proposed while nobody can log in; empty afterwards. */
    Optional<String> wanted() {
        return !settings.hasPassword() && users.none() ? Optional.of(settings.user()) : Optional.empty();
    }

    /** Makes the first administrator; the token is used up only by that. */
    @Transactional
    public User make(String given, String name, String password) {
        var good = token.get();
        if (wanted().isEmpty()) throw new IllegalStateException("There is an administrator already: log in.");
        if (good == null || !clock.instant().isBefore(good.until()))
            throw new IllegalArgumentException(
                    "The token of the first start is past its hour: start the node again for a new one.");
        if (!MessageDigest.isEqual(bytes(good.text()), bytes(given.strip())))
            throw new IllegalArgumentException("This is not the token that the node wrote into its log at its start.");
        var user = users.add(name.strip(), password, Level.ADMINISTRATOR);
        if (!token.compareAndSet(good, null))
            throw new IllegalStateException("There is an administrator already: log in.");
        return user;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
