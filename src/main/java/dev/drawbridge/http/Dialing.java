package dev.drawbridge.http;

import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultProxyRoutePlanner;
import org.apache.hc.client5.http.routing.HttpRoutePlanner;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Makes the clients with which this node dials. None of them follows a redirect or repeats a call by itself: whether a
 * call may be made twice is known only to the one who makes it.
 */
@Component
public class Dialing {
    private static final TimeValue SUSPECT_AFTER = TimeValue.ofSeconds(1);
    private static final TimeValue IDLE_AT_MOST = TimeValue.ofSeconds(30);

    private final SSLContext trust;
    private final ProxySettings proxy;

    Dialing(TlsSettings tls, ProxySettings proxy) {
        trust = Trust.context(tls.trust());
        this.proxy = proxy;
    }

    /**
     * How long a client waits.
     *
     * @param connect until the connection stands
     * @param answer for each next part of the answer
     */
    public record Patience(Duration connect, Duration answer) {}

    /** Whom this node trusts. */
    public SSLContext trust() {
        return trust;
    }

    /** The node's own proxy, unless another one is given. */
    public ProxySettings proxyOr(ProxySettings special) {
        return special.isUsed() ? special : proxy;
    }

    /** A client that keeps cookies and up to that many connections to each host. */
    public CloseableHttpClient client(ProxySettings through, Patience patience, int connections) {
        return client(through, patience, connections, SystemDefaultDnsResolver.INSTANCE);
    }

    /** The same with names resolved as the caller says: for addresses that were checked before. */
    public CloseableHttpClient client(
            ProxySettings through, Patience patience, int connections, DnsResolver addresses) {
        var pool = PoolingHttpClientConnectionManagerBuilder.create()
                .setTlsSocketStrategy(new DefaultClientTlsStrategy(trust))
                .setDnsResolver(addresses)
                .setMaxConnPerRoute(connections)
                .setMaxConnTotal(connections * 4)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(timeout(patience.connect()))
                        .setSocketTimeout(timeout(patience.answer()))
                        .setValidateAfterInactivity(SUSPECT_AFTER)
                        .build())
                .build();
        var client = HttpClients.custom()
                .setConnectionManager(pool)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(timeout(patience.answer()))
                        .setResponseTimeout(timeout(patience.answer()))
                        .setRedirectsEnabled(false)
                        .build())
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .evictExpiredConnections()
                .evictIdleConnections(IDLE_AT_MOST);
        if (through.isUsed()) {
            var host = host(through);
            client.setRoutePlanner(planner(through, host));
            if (through.user() != null) client.setDefaultCredentialsProvider(credentials(through, host));
        }
        return client.build();
    }

    /** The JDK's client, dialling the same way. */
    public HttpClient.Builder jdkClient(ProxySettings through, Duration connect) {
        var client = HttpClient.newBuilder()
                .sslContext(trust)
                .connectTimeout(connect)
                .followRedirects(HttpClient.Redirect.NEVER);
        if (!through.isUsed()) return client.proxy(HttpClient.Builder.NO_PROXY);
        allowBasicOnConnect();
        if (through.user() != null) client.authenticator(answering(through));
        return client.proxy(selecting(through));
    }

    /** The JDK refuses Basic on CONNECT unless told otherwise; a proxy with a password is unusable without. */
    private static void allowBasicOnConnect() {
        System.setProperty("jdk.http.auth.tunneling.disabledSchemes", "");
    }

    private static HttpRoutePlanner planner(ProxySettings through, HttpHost host) {
        return new DefaultProxyRoutePlanner(host) {
            @Override
            protected @Nullable HttpHost determineProxy(HttpHost target, HttpContext context) {
                return through.covers(target.getHostName()) ? host : null;
            }
        };
    }

    private static BasicCredentialsProvider credentials(ProxySettings through, HttpHost host) {
        var provider = new BasicCredentialsProvider();
        provider.setCredentials(new AuthScope(host), new UsernamePasswordCredentials(through.user(), secret(through)));
        return provider;
    }

    private static HttpHost host(ProxySettings through) {
        var url = Objects.requireNonNull(through.url());
        return new HttpHost("http", url.getHost(), through.port());
    }

    private static char[] secret(ProxySettings through) {
        var password = through.password();
        return password == null ? new char[0] : password.toCharArray();
    }

    private static Authenticator answering(ProxySettings through) {
        return new Authenticator() {
            @Override
            protected @Nullable PasswordAuthentication getPasswordAuthentication() {
                if (getRequestorType() != RequestorType.PROXY) return null;
                return new PasswordAuthentication(through.user(), secret(through));
            }
        };
    }

    private static ProxySelector selecting(ProxySettings through) {
        var url = Objects.requireNonNull(through.url());
        var address = InetSocketAddress.createUnresolved(url.getHost(), through.port());
        return new ProxySelector() {
            @Override
            public List<java.net.Proxy> select(URI target) {
                return through.covers(target.getHost())
                        ? List.of(new java.net.Proxy(java.net.Proxy.Type.HTTP, address))
                        : List.of(java.net.Proxy.NO_PROXY);
            }

            @Override
            public void connectFailed(URI target, SocketAddress at, java.io.IOException failure) {
                // The caller is told by the exception of its call.
            }
        };
    }

    private static Timeout timeout(Duration duration) {
        return Timeout.of(duration);
    }
}
