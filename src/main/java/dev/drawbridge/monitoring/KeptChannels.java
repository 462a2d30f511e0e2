package dev.drawbridge.monitoring;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.drawbridge.queue.Preferences;
import dev.drawbridge.secrets.Seal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The channels as an administrator has set them; their secrets are sealed and leave by their own verbs only. */
@Component
public class KeptChannels {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String NAME = "notifications";
    private static final String PASSWORD = NAME + ".email.password";
    private static final String SECRET = NAME + ".webhook.secret";

    private final Preferences preferences;
    private final Seal seal;

    KeptChannels(Preferences preferences, Seal seal) {
        this.preferences = preferences;
        this.seal = seal;
    }

    public Channels find() {
        return preferences.find(NAME).map(KeptChannels::read).orElse(Channels.NONE);
    }

    @Transactional
    public void keep(Channels channels) {
        preferences.set(NAME, written(channels));
        if (channels.email() == null || channels.email().user() == null) password(null);
        if (channels.webhook() == null) secret(null);
    }

    /** The password of the mail server's user. */
    public Optional<String> password() {
        return open(PASSWORD);
    }

    public void password(@Nullable String password) {
        seal(PASSWORD, password);
    }

    /** With what calls of the webhook are signed. */
    public Optional<String> secret() {
        return open(SECRET);
    }

    public void secret(@Nullable String secret) {
        seal(SECRET, secret);
    }

    private Optional<String> open(String name) {
        return preferences.find(name).map(kept -> seal.open(purpose(name), kept));
    }

    private void seal(String name, @Nullable String plain) {
        preferences.set(name, plain == null || plain.isEmpty() ? null : seal.seal(purpose(name), plain));
    }

    private static String purpose(String name) {
        return "node_setting|setting|" + name;
    }

    private static Channels read(String json) {
        try {
            return JSON.readValue(json, Channels.class);
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("The stored settings of notifications are damaged", damaged);
        }
    }

    private static String written(Channels channels) {
        try {
            return JSON.writeValueAsString(channels);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
