package dev.drawbridge.transport;

import dev.drawbridge.connection.PeerAddress;
import dev.drawbridge.http.Dialing;
import dev.drawbridge.http.ProxySettings;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.io.CloseMode;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Component;

/** Open HTTP connections to peers. They lead only to addresses that were checked, and all end when the node stops. */
@Component
class PeerPool implements DnsResolver, SmartLifecycle {
    // Longer than a pull may be held.
    private static final Dialing.Patience PATIENCE =
            new Dialing.Patience(Duration.ofSeconds(10), Duration.ofSeconds(40));
    private static final int CONNECTIONS = 50;

    private final Map<String, List<InetAddress>> checked = new ConcurrentHashMap<>();
    private final ProxySettings proxy;
    private final PeerAddress direct;
    private final PeerAddress proxied;
    private final CloseableHttpClient client;
    private volatile boolean running;
    private volatile boolean closed;

    PeerPool(Dialing dialing, ProxySettings proxy, PeerSettings settings) {
        this.proxy = proxy;
        direct = new PeerAddress(settings.addresses(false));
        proxied = new PeerAddress(settings.addresses(true));
        client = dialing.client(proxy, PATIENCE, CONNECTIONS, this);
    }

    @Bean(destroyMethod = "")
    CloseableHttpClient peerHttp() {
        return client;
    }

    /** Whether that URL may be called; from then on its host is the addresses that were found good. */
    PeerAddress.Checked check(String base) {
        var outcome = (proxy.isUsed() && proxy.covers(host(base)) ? proxied : direct).check(base);
        if (outcome instanceof PeerAddress.Allowed allowed
                && !allowed.addresses().isEmpty()) checked.put(allowed.url().getHost(), allowed.addresses());
        return outcome;
    }

    /** Whether calls end because the node stops. */
    boolean isClosed() {
        return closed;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        var url = proxy.url();
        if (url != null && host.equalsIgnoreCase(url.getHost())) return SystemDefaultDnsResolver.INSTANCE.resolve(host);
        var addresses = checked.get(host);
        if (addresses == null) throw new UnknownHostException(host + " was not checked");
        return addresses.toArray(InetAddress[]::new);
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    private static String host(String base) {
        try {
            return String.valueOf(URI.create(base.strip()).getHost());
        } catch (IllegalArgumentException none) {
            return "";
        }
    }

    @Override
    public void start() {
        running = true;
    }

    /** Ends calls in flight, such as a long poll. */
    @Override
    public void stop() {
        running = false;
        closed = true;
        client.close(CloseMode.IMMEDIATE);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
