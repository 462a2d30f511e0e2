package dev.drawbridge.jira;

import dev.drawbridge.http.Dialing;
import dev.drawbridge.http.DialingForTests;
import dev.drawbridge.http.ProxySettings;
import dev.drawbridge.queue.ActivationForTests;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.jspecify.annotations.Nullable;

/** The door with its real route, without the rest of the house. */
final class Entrance implements AutoCloseable {
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final CloseableHttpClient client;
    final Door door;
    final JiraSettings settings;

    Entrance(JiraSettings settings, Clock clock) throws Exception {
        this.settings = settings;
        var dialing = DialingForTests.dialing();
        var patience = new Dialing.Patience(settings.connectTimeout(), settings.requestTimeout());
        client = dialing.client(settings.proxy(), patience, 8);
        door = new Door(settings, camel.createProducerTemplate(), ActivationForTests.active(), clock);
        camel.getRegistry().bind("jiraHttp", client);
        camel.getRegistry().bind("door", door);
        Resource file = PluginHelper.getResourceLoader(camel)
                .resolveResource(
                        "file:" + Path.of("routes/common/jira.camel.yaml").toAbsolutePath());
        PluginHelper.getRoutesLoader(camel).loadRoutes(file);
        camel.start();
    }

    static Entrance to(FakeJira jira, Clock clock) throws Exception {
        return new Entrance(settings(jira.url(), "secret", null), clock);
    }

    static JiraSettings settings(String url, @Nullable String password, @Nullable String token) {
        return settings(url, password, token, 2);
    }

    static JiraSettings settings(String url, @Nullable String password, @Nullable String token, int atOnce) {
        return new JiraSettings(
                URI.create(url),
                "sync",
                password,
                null,
                token,
                null,
                Duration.ofSeconds(5),
                Duration.ofSeconds(90),
                Duration.ofHours(24),
                Duration.ofMinutes(1),
                new JiraSettings.Settle(Duration.ofSeconds(90), Duration.ofSeconds(30)),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                atOnce,
                new JiraSettings.Webhook(null, "127.0.0.1", null, null),
                ProxySettings.NONE);
    }

    @Override
    public void close() throws Exception {
        camel.close();
        client.close();
    }
}
