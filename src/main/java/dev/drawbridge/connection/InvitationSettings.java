package dev.drawbridge.connection;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How invitations are handled.
 *
 * @param expireAfter how long a code can be accepted
 * @param requireApproval an accepted invitation waits until an administrator of the inviter's side approves it
 */
@ConfigurationProperties("drawbridge.invitations")
public record InvitationSettings(
        @DefaultValue("72h") Duration expireAfter, @DefaultValue("false") boolean requireApproval) {
    public InvitationSettings {
        if (expireAfter.compareTo(Duration.ofMinutes(1)) < 0)
            throw new IllegalArgumentException(
                    "drawbridge.invitations.expire-after must be at least 1 minute, not " + expireAfter);
    }
}
