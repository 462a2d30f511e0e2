package dev.drawbridge.transport;

import dev.drawbridge.connection.PeerAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;

/**
 * How this node and its peers reach each other.
 *
 * @param role private: nobody can call this node; public: peers can, at {@code publicUrl}
 * @param publicUrl how peers reach {@code peer.port} from outside, with the path a proxy puts before it
 * @param allowHttp calls peers without TLS, and on this machine: for a trial
 * @param dataDir where attachments lie while they travel
 * @param routesDir where the route files are that were loaded, which are watched for edits
 */
@ConfigurationProperties("drawbridge")
public record PeerSettings(
        @DefaultValue("private") String role,
        @Nullable String publicUrl,
        @DefaultValue("false") boolean allowHttp,
        @DefaultValue("./data") Path dataDir,
        @DefaultValue("./routes") Path routesDir,
        @DefaultValue Peer peer,
        @DefaultValue Node node,
        @DefaultValue Pull pull) {

    /** @param port where peers call, never the console's; 0 takes a free one */
    public record Peer(@DefaultValue("8081") int port) {}

    /** @param name what partners see of this node */
    public record Node(@DefaultValue("Drawbridge") String name) {}

    /**
     * How this node asks its peers.
     *
     * @param holding how long the peer may hold a pull open while it has nothing to say
     * @param every the pause between two pulls where something on the way cuts long requests
     */
    public record Pull(@Name("wait") @DefaultValue("25s") Duration holding, @DefaultValue("20s") Duration every) {}

    public PeerSettings {
        if (!role.equals("private") && !role.equals("public"))
            throw new IllegalArgumentException("drawbridge.role must be private or public, not '" + role + "'");
        if (role.equals("public") && (publicUrl == null || publicUrl.isBlank()))
            throw new IllegalArgumentException(
                    "drawbridge.public-url is missing: a public node must say how partners reach it, or be private");
        if (publicUrl != null && !publicUrl.isBlank() && !publicUrl.matches("https?://[^\\s/?#]+[^\\s?#]*"))
            throw new IllegalArgumentException(
                    "drawbridge.public-url must be an http(s) URL such as https://sync.example, not '" + publicUrl
                            + "'");
        if (peer.port() < 0 || peer.port() > 65535)
            throw new IllegalArgumentException("drawbridge.peer.port must be between 0 and 65535, not " + peer.port());
        if (pull.holding().isNegative() || pull.holding().compareTo(Duration.ofSeconds(25)) > 0)
            throw new IllegalArgumentException(
                    "drawbridge.pull.wait must be between 0 s and 25 s, not " + pull.holding());
        if (pull.every().compareTo(Duration.ofSeconds(1)) < 0)
            throw new IllegalArgumentException(
                    "drawbridge.pull.every must be at least one second, not " + pull.every());
    }

    public boolean isPublic() {
        return role.equals("public");
    }

    /** The public URL of a public node, without a slash at its end. */
    public URI reachableAt() {
        if (publicUrl == null || !isPublic())
            throw new IllegalStateException(
                    "This node cannot be reached by partners: set drawbridge.role=public and drawbridge.public-url.");
        return URI.create(publicUrl.replaceFirst("/+$", ""));
    }

    PeerAddress.Rules addresses(boolean throughProxy) {
        return new PeerAddress.Rules(allowHttp, allowHttp, true, throughProxy);
    }
}
