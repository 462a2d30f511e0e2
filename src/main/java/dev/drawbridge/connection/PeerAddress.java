package dev.drawbridge.connection;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where this node may send what a code or a form names as the partner's URL: never to itself, to the network's own
 * machinery, or to a cloud's metadata.
 */
public final class PeerAddress {
    private static final Pattern LITERAL = Pattern.compile("\\[.*\\]|[0-9.]+");
    private static final String NO_HTTP = "it is not https; drawbridge.allow-http=true allows that, for a trial.";
    private static final int LONGEST = 2000;
    private static final int FIRST_FREE_PORT = 1024;

    private final Rules rules;
    private final Resolver resolver;

    public PeerAddress(Rules rules) {
        this(rules, host -> List.of(InetAddress.getAllByName(host)));
    }

    PeerAddress(Rules rules, Resolver resolver) {
        this.rules = rules;
        this.resolver = resolver;
    }

    /**
     * What the operator allows.
     *
     * @param http unencrypted HTTP to any host
     * @param loopback this machine itself, also by HTTP: for the demo
     * @param privateRanges addresses inside a company; partners on-premise often have nothing else
     * @param throughProxy names are resolved by the outgoing proxy, so only addresses written as numbers are checked here
     */
    public record Rules(boolean http, boolean loopback, boolean privateRanges, boolean throughProxy) {
        public static final Rules DEFAULT = new Rules(false, false, true, false);
    }

    /** Names to addresses. */
    interface Resolver {
        List<InetAddress> resolve(String host) throws UnknownHostException;
    }

    /** What came of the check. */
    public sealed interface Checked {}

    /**
     * May be called.
     *
     * @param url without a slash at its end
     * @param addresses the ones that were checked: connect to these and do not resolve again, for a second answer may
     *     differ; empty when the outgoing proxy resolves
     */
    public record Allowed(URI url, List<InetAddress> addresses) implements Checked {
        public Allowed {
            addresses = List.copyOf(addresses);
        }
    }

    /** May not be called, and why. */
    public record Denied(String sentence) implements Checked {}

    public Checked check(String text) {
        Optional<URI> parsed = text.length() > LONGEST ? Optional.empty() : parse(text);
        if (parsed.isEmpty()) {
            return new Denied("Not a URL of a node: expected https://host, with a port and a path if need be.");
        }
        URI url = parsed.get();
        Optional<String> wrong = wrongForm(url);
        if (wrong.isPresent()) {
            return denied(url, wrong.get());
        }
        if (rules.throughProxy() && !LITERAL.matcher(url.getHost()).matches()) {
            return throughProxy(url);
        }
        try {
            return check(url, resolver.resolve(withoutBrackets(url.getHost())));
        } catch (UnknownHostException e) {
            return denied(url, "its name cannot be resolved here; check the name, DNS, and whether a proxy is needed.");
        }
    }

    private Checked check(URI url, List<InetAddress> addresses) {
        if (addresses.isEmpty()) {
            return denied(url, "its name has no address.");
        }
        for (InetAddress address : addresses) {
            Optional<String> wrong = wrong(Network.of(address));
            if (wrong.isPresent()) {
                return denied(url, wrong.get());
            }
        }
        boolean home = addresses.stream().allMatch(address -> Network.of(address) == Network.LOOPBACK);
        return isHttp(url) && !home && !rules.http() ? denied(url, NO_HTTP) : new Allowed(url, addresses);
    }

    private Checked throughProxy(URI url) {
        // The proxy would resolve this one to itself.
        String host = url.getHost().toLowerCase(Locale.ROOT);
        if (!rules.loopback() && (host.equals("localhost") || host.endsWith(".localhost"))) {
            return denied(url, "it is this machine.");
        }
        return isHttp(url) && !rules.http() ? denied(url, NO_HTTP) : new Allowed(url, List.of());
    }

    private Optional<String> wrong(Network network) {
        return switch (network) {
            case FORBIDDEN -> Optional.of("its address is link-local, multicast, reserved or a cloud's metadata.");
            case LOOPBACK ->
                rules.loopback()
                        ? Optional.empty()
                        : Optional.of("it is this machine; drawbridge.allow-http=true allows that, for a trial.");
            case PRIVATE ->
                rules.privateRanges() ? Optional.empty() : Optional.of("its address is a private one, which is off.");
            case PUBLIC -> Optional.empty();
        };
    }

    private static Optional<URI> parse(String text) {
        try {
            URI url = new URI(text.strip().replaceFirst("/+$", ""));
            boolean web = "https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme());
            return web && url.getHost() != null ? Optional.of(url) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> wrongForm(URI url) {
        if (url.getRawUserInfo() != null) return Optional.of("it holds a user name; a node's URL has none.");
        if (url.getRawQuery() != null || url.getRawFragment() != null)
            return Optional.of("it has a part after ? or #; a node's URL has none.");
        if (url.getRawPath().contains("//") || !url.normalize().getRawPath().equals(url.getRawPath()))
            return Optional.of("its path goes up or has empty parts.");
        int port = url.getPort();
        boolean usual = port == -1 || port == 443 || port == 80 && isHttp(url);
        return usual || port >= FIRST_FREE_PORT && port <= 65535
                ? Optional.empty()
                : Optional.of("its port belongs to another service; nodes listen on 443 or from 1024 on.");
    }

    private static boolean isHttp(URI url) {
        return "http".equalsIgnoreCase(url.getScheme());
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static Denied denied(URI url, String why) {
        return new Denied("Cannot use " + url.getScheme() + "://" + url.getHost() + ": " + why);
    }
}
