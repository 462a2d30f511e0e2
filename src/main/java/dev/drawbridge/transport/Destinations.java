package dev.drawbridge.transport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.connection.ConnectionType;
import dev.drawbridge.connection.Mode;
import dev.drawbridge.connection.NodeFacts;
import dev.drawbridge.connection.PeerAddress;
import dev.drawbridge.connection.ProtocolRange;
import dev.drawbridge.replica.PlainText;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What is behind an address that an administrator gives as the destination of a connection. */
@Component
public class Destinations {
    private static final String UNREACHABLE =
            "This node has no public URL (drawbridge.public-url), so no other one could"
                    + " reach it: let the partner invite, without a URL.";
    private static final List<Mode> MODES = List.of(Mode.BASIC, Mode.SCRIPT);

    private final PeerCalls calls;
    private final PeerPool pool;
    private final PeerSettings settings;
    private final NodeFacts us;
    private final Probes probes;

    Destinations(PeerCalls calls, PeerPool pool, PeerSettings settings, NodeFacts us, Probes probes) {
        this.calls = calls;
        this.pool = pool;
        this.settings = settings;
        this.us = us;
        this.probes = probes;
    }

    public enum Kind {
        NODE,
        OURSELVES,
        OUR_JIRA,
        /** A Jira, but not the one beside this node. */
        JIRA,
        NOTHING
    }

    /**
     * What was found.
     *
     * @param name of this node, or of a Jira; a stranger's node does not tell
     * @param version of this node, or of a Jira; of another node the protocol versions that it speaks, such as {@code 1-2}
     * @param modes in which both can work
     * @param types that can be made with it
     * @param problem why no connection can be made with it, in a sentence; null when one can
     * @param url as it was understood
     */
    public record Found(
            Kind kind,
            @Nullable String name,
            @Nullable String version,
            List<Mode> modes,
            List<ConnectionType> types,
            @Nullable String problem,
            String url) {

        /** The same, known to be the Jira beside this node. */
        public Found ours() {
            return new Found(Kind.OUR_JIRA, name, version, MODES, List.of(ConnectionType.LOCAL), null, url);
        }
    }

    /** Asks the address, unless it is our own. */
    public Found look(String text) {
        var url = plain(text);
        if (settings.isPublic() && url.equals(plain(settings.reachableAt().toString()))) return ourselves(url);
        if (!us.jiraUrl().isEmpty() && url.equals(plain(us.jiraUrl())))
            return new Found(Kind.JIRA, null, null, List.of(), List.of(), null, url).ours();
        if (!settings.isPublic()) return nothing(url, UNREACHABLE);
        if (pool.check(url) instanceof PeerAddress.Denied denied) return nothing(url, denied.sentence());
        try {
            return ask(url);
        } catch (PeerTrouble trouble) {
            return nothing(url, trouble.sentence());
        }
    }

    private Found ask(String url) {
        var probe = probes.begin();
        PeerCalls.Heard heard;
        boolean came;
        try {
            heard = calls.ask(url, "/peer/v1/node", probe);
        } finally {
            came = probes.end(probe);
        }
        if (came) return ourselves(url);
        if (heard.status() == 200 && heard.json().path("protocol").isArray()) return node(url, heard.json());
        if (heard.status() == 429)
            return nothing(url, "The node at %s is asked too often: try again in a minute.".formatted(url));
        if (heard.status() == 407) return nothing(url, Unreached.proxyWantsLogin(url));
        if (heard.status() >= 300 && heard.status() < 400) return elsewhere(url, heard.fields());
        var jira = calls.ask(url, "/rest/api/2/serverInfo", "").json();
        return jira.hasNonNull("baseUrl") && jira.hasNonNull("version") ? jira(url, jira) : stranger(url);
    }

    private Found node(String url, JsonNode said) {
        var min = said.path("protocol").path(0).asInt(0);
        var max = said.path("protocol").path(1).asInt(0);
        if (min < 1 || max < min) return stranger(url);
        var versions = min == max ? String.valueOf(min) : min + "-" + max;
        if (!ProtocolRange.OURS.overlaps(new ProtocolRange(min, max)))
            return found(
                    url,
                    versions,
                    List.of(),
                    ("The node at %s speaks version %s of the protocol and this one version %s: %s has to be"
                                    + " updated first.")
                            .formatted(
                                    url, versions, ours(), min > ProtocolRange.OURS.max() ? "this node" : "that one"));
        var modes = MODES.stream()
                .filter(mode -> texts(said.path("modes")).contains(mode.name()))
                .toList();
        // Nodes that do not say which types they know were made when there was nothing but private connections.
        if (!texts(said.path("types")).contains(ConnectionType.PUBLIC.name()))
            return found(
                    url,
                    versions,
                    modes,
                    "The node at %s is older and knows private connections only: it has to be updated first, or do without a URL."
                            .formatted(url));
        return found(url, versions, modes, null);
    }

    private static Found found(String url, String versions, List<Mode> modes, @Nullable String problem) {
        var types = problem == null ? List.of(ConnectionType.PUBLIC) : List.<ConnectionType>of();
        return new Found(Kind.NODE, null, versions, modes, types, problem, url);
    }

    private Found ourselves(String url) {
        return new Found(Kind.OURSELVES, us.nodeName(), us.version(), MODES, List.of(ConnectionType.LOCAL), null, url);
    }

    private static Found jira(String url, JsonNode info) {
        return new Found(
                Kind.JIRA,
                line(info.path("serverTitle").asText("Jira")),
                line(info.path("version").asText()),
                List.of(),
                List.of(),
                "At %s is a Jira, not a Drawbridge node: ask its administrator for the address of the node beside it."
                        .formatted(url),
                line(info.path("baseUrl").asText()));
    }

    private static Found elsewhere(String url, Fields fields) {
        var location = fields.only("location").orElse("another address");
        return nothing(
                url, "%s sends callers on to %s: give the address of the node itself.".formatted(url, line(location)));
    }

    private static Found stranger(String url) {
        return nothing(
                url,
                ("Something answers at %s, but it is no Drawbridge node: ask the partner's administrator for the"
                                + " public URL of the node.")
                        .formatted(url));
    }

    private static Found nothing(String url, String problem) {
        return new Found(Kind.NOTHING, null, null, List.of(), List.of(), problem, url);
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static String ours() {
        var ours = ProtocolRange.OURS;
        return ours.min() == ours.max() ? String.valueOf(ours.min()) : ours.min() + "-" + ours.max();
    }

    private static String line(String said) {
        var plain = PlainText.of(said).replaceAll("\\s+", " ").strip();
        return plain.length() > 200 ? plain.substring(0, 200) : plain;
    }

    /** Two spellings of one address are the same: case of the host, the usual port, slashes at the end. */
    public static String plain(String text) {
        var stripped = text.strip().replaceFirst("/+$", "");
        try {
            var url = new URI(stripped);
            if (url.getScheme() == null || url.getHost() == null) return stripped;
            var scheme = url.getScheme().toLowerCase(Locale.ROOT);
            var usual = scheme.equals("https") ? 443 : 80;
            var port = url.getPort() == usual ? -1 : url.getPort();
            return new URI(
                            scheme,
                            url.getUserInfo(),
                            url.getHost().toLowerCase(Locale.ROOT),
                            port,
                            url.getPath(),
                            url.getQuery(),
                            url.getFragment())
                    .toString();
        } catch (URISyntaxException unreadable) {
            return stripped;
        }
    }
}
