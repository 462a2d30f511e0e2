package dev.drawbridge.transport;

import dev.drawbridge.queue.Activation;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Objects;
import org.apache.catalina.connector.Connector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * The port on which peers call a public node. Peers and administrators never share one. What is too large or of another
 * kind than peers send is turned away before anything of it is parsed.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
@ConditionalOnProperty(name = "drawbridge.role", havingValue = "public")
public class PeerPort implements WebServerFactoryCustomizer<TomcatServletWebServerFactory>, Filter {
    private static final Logger LOG = LoggerFactory.getLogger(PeerPort.class);
    private static final int MOST_FIELDS = 100;
    private static final String NOT_ACTIVE =
            "The sync of this node is not active: it was moved, restored or copied, and its administrator has to activate the sync.";

    private final Connector connector;
    private final PeerSettings settings;
    private final LimitSettings limits;
    private final Activation activation;
    private volatile boolean open;

    PeerPort(PeerSettings settings, LimitSettings limits, Activation activation) {
        this.settings = settings;
        this.limits = limits;
        this.activation = activation;
        connector = new Connector(new PeerProtocol(limits.headTime()));
    }

    /** The port that was really taken. */
    public int actual() {
        return connector.getLocalPort();
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        connector.setPort(settings.peer().port());
        // A head up to twice the limit gets an answer that says why; a larger one is cut off.
        set("maxHttpRequestHeaderSize", 2 * limits.header().toBytes());
        set("maxHeaderCount", 2 * MOST_FIELDS);
        set("connectionTimeout", limits.headTime().toMillis());
        set("connectionUploadTimeout", limits.bodyTime().toMillis());
        connector.setProperty("disableUploadTimeout", "false");
        set("keepAliveTimeout", 60_000);
        set("maxSwallowSize", 64 << 10);
        connector.setMaxPostSize(0);
        factory.addAdditionalTomcatConnectors(connector);
    }

    private void set(String property, long value) {
        connector.setProperty(property, Long.toString(value));
    }

    /** Also in the place of the console's error page, which would ask partners for an administrator's login. */
    @Bean
    static FilterRegistrationBean<PeerPort> peerFilter(PeerPort port) {
        var registration = new FilterRegistrationBean<>(port);
        registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR);
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    /** Before, the port is bound, but what serves it is not there yet. */
    @EventListener(ApplicationReadyEvent.class)
    void open() {
        open = true;
        LOG.info("Partners can call this node on port {}.", actual());
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var call = (HttpServletRequest) request;
        var answer = (HttpServletResponse) response;
        var forPeers = call.getServletPath().startsWith("/peer/");
        var onPeerPort = request.getLocalPort() == actual();
        if (onPeerPort && request.getDispatcherType() == DispatcherType.ERROR) failed(request, answer);
        else if (request.getDispatcherType() != DispatcherType.REQUEST) chain.doFilter(request, response);
        else if (forPeers != onPeerPort) answer.sendError(HttpServletResponse.SC_NOT_FOUND);
        else if (!onPeerPort) chain.doFilter(request, response);
        else if (!open) turn(answer, HttpServletResponse.SC_SERVICE_UNAVAILABLE, "This node is starting.");
        else if (!activation.isActive() && !call.getServletPath().equals("/peer/v1/node"))
            turn(answer, HttpServletResponse.SC_SERVICE_UNAVAILABLE, NOT_ACTIVE);
        else if (isWithinLimits(call, answer)) chain.doFilter(new UnreadBody(call), response);
    }

    /** The server itself has given up a call. */
    private static void failed(ServletRequest request, HttpServletResponse answer) throws IOException {
        var status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code ? code : 500;
        turn(answer, status, "This call was not served: it was cut off, came too slowly, or leads nowhere.");
    }

    private boolean isWithinLimits(HttpServletRequest call, HttpServletResponse answer) throws IOException {
        var fields = 0;
        long head = call.getRequestURI().length()
                + Objects.toString(call.getQueryString(), "").length();
        for (var name : Collections.list(call.getHeaderNames()))
            for (var value : Collections.list(call.getHeaders(name))) {
                fields++;
                head += name.length() + value.length() + 4L;
            }
        if (fields > MOST_FIELDS || head > limits.header().toBytes())
            return turn(answer, 431, "The head of this call is too large.");
        var type = Objects.toString(call.getContentType(), "");
        if (call.getMethod().equals("POST") && !type.startsWith("application/json"))
            return turn(answer, 415, "Peers send JSON.");
        if (call.getMethod().equals("PUT") && !type.startsWith("application/octet-stream"))
            return turn(answer, 415, "Contents are sent as they are.");
        if (!call.getMethod().equals("PUT")
                && call.getContentLengthLong() > limits.body().toBytes())
            return turn(answer, 413, "The body of this call is too large.");
        return true;
    }

    private static boolean turn(HttpServletResponse answer, int status, String sentence) throws IOException {
        answer.setStatus(status);
        answer.setContentType("application/problem+json");
        answer.setHeader("Connection", "close");
        answer.getOutputStream().write(PeerEndpoint.problem(status, sentence));
        return false;
    }
}
