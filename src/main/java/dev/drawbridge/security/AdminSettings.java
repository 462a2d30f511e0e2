package dev.drawbridge.security;

import dev.drawbridge.secrets.SecretFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The first administrator.
 *
 * @param user name to log in with
 * @param password without one a token is made at the start and shown once in the log
 * @param passwordFile a file that holds the password instead
 */
@ConfigurationProperties("drawbridge.admin")
record AdminSettings(@DefaultValue("admin") String user, @Nullable String password, @Nullable Path passwordFile) {

    /** BCrypt takes no notice of what comes after. */
    private static final int LONGEST = 72;

    AdminSettings {
        if (user.isBlank() || user.contains(":"))
            throw new IllegalArgumentException(
                    "drawbridge.admin.user must be a name without a colon, not '" + user + "'");
        password = SecretFile.orValue("drawbridge.admin.password", password, passwordFile);
        if (password != null && password.getBytes(StandardCharsets.UTF_8).length > LONGEST)
            throw new IllegalArgumentException("drawbridge.admin.password must not be longer than " + LONGEST
                    + " bytes: the rest would not count");
    }

    @Override
    public String toString() {
        return "AdminSettings[" + user + "]";
    }
}
