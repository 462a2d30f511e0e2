package dev.drawbridge.transport;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Component;

/** Open HTTP connections to peers. They lead only to addresses that were checked, and all end when the node stops. */
@Component
class PeerPool implements DnsResolver, SmartLifecycle {
    private final Map<String, List<InetAddress>> checked = new ConcurrentHashMap<>();
    private final PoolingHttpClientConnectionManager pool = PoolingHttpClientConnectionManagerBuilder.create()
            .setDnsResolver(this)
            .setMaxConnTotal(200)
            .setMaxConnPerRoute(50)
            .setDefaultConnectionConfig(ConnectionConfig.custom()
                    .setConnectTimeout(Timeout.ofSeconds(10))
                    .setSocketTimeout(Timeout.ofSeconds(40))
                    .setValidateAfterInactivity(Timeout.ofSeconds(1))
                    .build())
            .build();
    private volatile boolean running;

    @Bean(destroyMethod = "")
    PoolingHttpClientConnectionManager peerConnections() {
        return pool;
    }

    /** From now on this host is these addresses; none: the system's resolver is asked. */
    void pin(String host, List<InetAddress> addresses) {
        checked.put(host, addresses);
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        var addresses = checked.get(host);
        if (addresses == null) throw new UnknownHostException(host + " was not checked");
        return addresses.isEmpty()
                ? SystemDefaultDnsResolver.INSTANCE.resolve(host)
                : addresses.toArray(InetAddress[]::new);
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    @Override
    public void start() {
        running = true;
    }

    /** Ends calls in flight, such as a long poll. */
    @Override
    public void stop() {
        running = false;
        pool.close(CloseMode.IMMEDIATE);
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
