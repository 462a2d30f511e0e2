package dev.drawbridge.security;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The first administrator.
 *
 * @param user name to log in with
 * @param password without one a token is made at the start and shown once in the log
 */
@ConfigurationProperties("drawbridge.admin")
record AdminSettings(@DefaultValue("admin") String user, @Nullable String password) {

    @Override
    public String toString() {
        return "AdminSettings[" + user + "]";
    }
}
