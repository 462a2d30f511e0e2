package dev.drawbridge.connection;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator may change about a connection at any time; the safe choice is the default.
 *
 * @param pullEvery pause between two pulls where long requests are cut, null for the node's setting
 * @param shareEmails e-mail addresses and user names of people travel
 * @param shareErrors what of a failure the partner is told: none, summary or full
 * @param shareRestricted restricted and internal comments travel
 * @param shareSecured issues with a security level travel
 * @param commentHeader first line of a received comment; {@code {name}} and {@code {instance}} are filled in
 * @param markup safe: script-capable markup from the partner is made harmless; as-is: it is not
 * @param notifyUsers Jira sends its mails for what we write
 * @param merge three-way, or always-write for rules that mean "mirror"
 * @param remoteLink issues show a remote link to their twin
 * @param remoteKeyField name or number of the custom field that takes the twin's key, null for none
 * @param httpAllow hosts beside the local Jira that rules may call, each as {@link AllowedHost} reads it
 * @param retention how long payloads stay after their acknowledgement
 */
public record ConnectionSettings(
        @Nullable Duration pullEvery,
        boolean shareEmails,
        String shareErrors,
        boolean shareRestricted,
        boolean shareSecured,
        String commentHeader,
        String markup,
        boolean notifyUsers,
        String merge,
        boolean remoteLink,
        @Nullable String remoteKeyField,
        List<String> httpAllow,
        Duration retention) {

    public static final ConnectionSettings DEFAULTS = new ConnectionSettings(
            null,
            false,
            "summary",
            false,
            false,
            "*{name}* ({instance}) commented:",
            "safe",
            true,
            "three-way",
            false,
            null,
            List.of(),
            Duration.ofDays(7));

    public ConnectionSettings {
        oneOf("shareErrors", shareErrors, List.of("none", "summary", "full"));
        oneOf("markup", markup, List.of("safe", "as-is"));
        oneOf("merge", merge, List.of("three-way", "always-write"));
        httpAllow = List.copyOf(httpAllow);
        httpAllow.forEach(AllowedHost::of);
        if (remoteKeyField != null && (remoteKeyField.isBlank() || remoteKeyField.length() > 255))
            throw new IllegalArgumentException("remoteKeyField is the name or number of a custom field, or null");
        if (retention.isNegative()) throw new IllegalArgumentException("retention must not be negative");
        if (pullEvery != null && pullEvery.compareTo(Duration.ofSeconds(1)) < 0)
            throw new IllegalArgumentException("pullEvery must be at least one second");
    }

    private static void oneOf(String name, String value, List<String> allowed) {
        if (!allowed.contains(value))
            throw new IllegalArgumentException("%s must be one of %s, not '%s'".formatted(name, allowed, value));
    }
}
