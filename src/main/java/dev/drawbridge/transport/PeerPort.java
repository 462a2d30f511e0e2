package dev.drawbridge.transport;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.catalina.connector.Connector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The port on which peers call a public node. Peers and administrators never share one. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
@ConditionalOnProperty(name = "drawbridge.role", havingValue = "public")
public class PeerPort implements WebServerFactoryCustomizer<TomcatServletWebServerFactory>, Filter {
    private static final Logger LOG = LoggerFactory.getLogger(PeerPort.class);
    private static final int LARGEST_HEADERS = 32 << 10;

    private final Connector connector = new Connector("org.apache.coyote.http11.Http11NioProtocol");
    private final PeerSettings settings;

    PeerPort(PeerSettings settings) {
        this.settings = settings;
    }

    /** The port that was really taken. */
    public int actual() {
        return connector.getLocalPort();
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        connector.setPort(settings.peer().port());
        connector.setProperty("maxHttpRequestHeaderSize", Integer.toString(LARGEST_HEADERS));
        connector.setProperty("connectionTimeout", "20000");
        factory.addAdditionalTomcatConnectors(connector);
    }

    @EventListener(ApplicationReadyEvent.class)
    void say() {
        LOG.info("Partners can call this node on port {}.", actual());
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var forPeers = ((HttpServletRequest) request).getServletPath().startsWith("/peer/");
        var onPeerPort = request.getLocalPort() == actual();
        if (forPeers && onPeerPort) chain.doFilter(new UnreadBody((HttpServletRequest) request), response);
        else if (!forPeers && !onPeerPort) chain.doFilter(request, response);
        else ((HttpServletResponse) response).sendError(HttpServletResponse.SC_NOT_FOUND);
    }
}
