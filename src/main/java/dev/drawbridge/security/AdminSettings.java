package dev.drawbridge.security;

import dev.drawbridge.secrets.SecretFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The administrator of the settings.
 *
 * @param user name to log in with
 * @param password without one there is nobody of that name; while there is no user either, the start shows a token in the
 *     log with which the first administrator is made
 * @param passwordFile a file that holds the password instead
 */
@ConfigurationProperties("drawbridge.admin")
record AdminSettings(@DefaultValue("admin") String user, @Nullable String password, @Nullable Path passwordFile) {

    private static final int LONGEST = Password.LONGEST;

    AdminSettings {
        if (user.isBlank() || user.contains(":"))
            throw new IllegalArgumentException(
                    "drawbridge.admin.user must be a name without a colon, not '" + user + "'");
        password = SecretFile.orValue("drawbridge.admin.password", password, passwordFile);
        if (password != null && password.getBytes(StandardCharsets.UTF_8).length > LONGEST)
            throw new IllegalArgumentException("drawbridge.admin.password must not be longer than " + LONGEST
                    + " bytes: the rest would not count");
    }

    boolean hasPassword() {
        return password != null && !password.isBlank();
    }

    /** Whether the name is this one's, who is not among the users; without a password there is nobody of that name. */
    boolean isNamed(String name) {
        return hasPassword() && user.equalsIgnoreCase(name);
    }

    @Override
    public String toString() {
        return "AdminSettings[" + user + "]";
    }
}
