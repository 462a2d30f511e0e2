package dev.drawbridge.monitoring;

import dev.drawbridge.connection.NamesOutside;
import dev.drawbridge.http.Dialing;
import dev.drawbridge.http.ProxySettings;
import dev.drawbridge.transport.PeerSettings;
import java.time.Duration;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** With what webhooks are called: the node's proxy and certificates, and never an address that is no one else's. */
@Configuration(proxyBeanMethods = false)
class WebhookPool {
    private static final Dialing.Patience PATIENCE =
            new Dialing.Patience(Duration.ofSeconds(5), Duration.ofSeconds(20));
    private static final int CONNECTIONS = 4;

    @Bean
    CloseableHttpClient webhookHttp(Dialing dialing, ProxySettings proxy, PeerSettings settings) {
        var names = new NamesOutside(proxy.url() == null ? null : proxy.url().getHost(), settings.allowHttp());
        return dialing.client(proxy, PATIENCE, CONNECTIONS, names);
    }
}
