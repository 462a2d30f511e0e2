package dev.drawbridge.transport;

import dev.drawbridge.connection.Condition;
import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.ConnectionState;
import dev.drawbridge.connection.Connections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.model.Model;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/** Keeps one route for each thing that this node does again and again on a connection that it opens, or that is all its own. */
@Component
class Instances {
    private static final Logger LOG = LoggerFactory.getLogger(Instances.class);

    private final CamelContext camel;
    private final Connections connections;
    private final Map<String, String> made = new LinkedHashMap<>();
    private final ExecutorService worker = Executors.newSingleThreadExecutor(task -> {
        var thread = new Thread(task, "instances");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean ready;

    Instances(CamelContext camel, Connections connections) {
        this.camel = camel;
        this.connections = connections;
    }

    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        ready = true;
        worker.execute(this::refresh);
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
    void on(Connections.Changed changed) {
        if (ready) worker.execute(this::refresh);
    }

    /** Some templates are replaced while no route made from any is there; then all are made anew. */
    void replace(Set<String> templates, Runnable replacing) {
        worker.execute(() -> {
            try {
                for (var route : java.util.List.copyOf(made.keySet())) remove(route);
                var model = camel.getCamelContextExtension().getContextPlugin(Model.class);
                for (var template : templates) model.removeRouteTemplateDefinitions(template);
            } catch (Exception failure) {
                LOG.error("The routes of the connections cannot be taken away", failure);
            }
            replacing.run();
            refresh();
        });
    }

    private void refresh() {
        if (!ready) return;
        try {
            Map<String, String> wanted = new LinkedHashMap<>();
            connections.all().forEach(connection -> want(wanted, connection));
            for (var route : java.util.List.copyOf(made.keySet())) if (!wanted.containsKey(route)) remove(route);
            for (var route : wanted.entrySet()) if (!made.containsKey(route.getKey())) add(route);
        } catch (Exception failure) {
            LOG.error("The routes of the connections cannot be brought up to date", failure);
        }
    }

    private static void want(Map<String, String> wanted, Connection connection) {
        var id = connection.id().toString();
        if (connection.isLocal() && !connection.isBack()) wanted.put("local-" + id, id);
        if (!connection.isDialled()) return;
        if (connection.isTelling()) wanted.put("push-" + id, id);
        if (connection.isAsking()) wanted.put("pull-" + id, id);
        if (connection.state() == ConnectionState.PENDING && connection.condition() == Condition.ACCEPTING)
            wanted.put("accept-" + id, id);
    }

    private void add(Map.Entry<String, String> route) throws Exception {
        var template = route.getKey().substring(0, route.getKey().indexOf('-'));
        TemplatedRouteBuilder.builder(camel, template)
                .routeId(route.getKey())
                .parameter("connection", route.getValue())
                .add();
        made.put(route.getKey(), route.getValue());
    }

    private void remove(String route) throws Exception {
        made.remove(route);
        camel.getRouteController().stopRoute(route, 1, TimeUnit.SECONDS);
        camel.removeRoute(route);
    }

    // No Lifecycle bean may depend on Camel: Spring would start Camel for it before the routes are loaded.
    @EventListener
    void end(ContextClosedEvent ignored) {
        ready = false;
        worker.shutdownNow();
    }
}
