package dev.drawbridge.jira;

import dev.drawbridge.http.Dialing;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The client behind the door, as the route names it. */
@Configuration(proxyBeanMethods = false)
class JiraClient {
    private static final int CONNECTIONS = 32;

    /** One client for all calls: a load balancer's cookie then keeps reads and writes on one node of Jira. */
    @Bean(destroyMethod = "close")
    CloseableHttpClient jiraHttp(JiraSettings settings, Dialing dialing) {
        var patience = new Dialing.Patience(settings.connectTimeout(), settings.requestTimeout());
        return dialing.client(dialing.proxyOr(settings.proxy()), patience, CONNECTIONS);
    }
}
