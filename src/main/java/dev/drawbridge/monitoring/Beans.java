package dev.drawbridge.monitoring;

import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.Connections;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.ToDoubleFunction;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/** Keeps one MBean and a few gauges for each connection, for as long as there is one. */
@Component
class Beans {
    private static final Logger LOG = LoggerFactory.getLogger(Beans.class);

    private final Watched watched;
    private final MeterRegistry meters;
    private final String node;
    private final Map<UUID, ObjectName> names = new LinkedHashMap<>();
    private final Map<UUID, List<Meter>> gauges = new LinkedHashMap<>();
    private boolean open;

    Beans(Watched watched, MeterRegistry meters, Environment environment) {
        this.watched = watched;
        this.meters = meters;
        node = environment.getProperty("camel.main.name", "drawbridge");
    }

    @EventListener(ApplicationReadyEvent.class)
    synchronized void begin() {
        open = true;
        refresh();
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
    synchronized void on(Connections.Changed changed) {
        if (open) refresh();
    }

    @EventListener
    synchronized void end(ContextClosedEvent closed) {
        open = false;
        List.copyOf(names.keySet()).forEach(this::remove);
    }

    private void refresh() {
        var now = new LinkedHashMap<UUID, Connection>();
        watched.all().forEach(connection -> now.put(connection.id(), connection));
        for (var id : List.copyOf(names.keySet())) if (!now.containsKey(id)) remove(id);
        now.forEach((id, connection) -> {
            if (!names.containsKey(id)) add(id, connection.name());
        });
    }

    private void add(UUID id, String name) {
        try {
            var bean = new ObjectName("dev.drawbridge:type=Connection,node=%s,name=%s"
                    .formatted(ObjectName.quote(node), ObjectName.quote(name)));
            ManagementFactory.getPlatformMBeanServer().registerMBean(new WatchedConnection(id, watched), bean);
            names.put(id, bean);
        } catch (JMException refused) {
            LOG.warn("Connection '{}' cannot be shown in JMX", name, refused);
        }
        var made = new ArrayList<Meter>();
        made.add(gauge("drawbridge.under.sync", "Issues under sync", name, id, watched::underSync));
        made.add(gauge("drawbridge.outbox", "Events that the partner has not stored yet", name, id, watched::outbox));
        made.add(gauge("drawbridge.inbox", "Events of the partner that wait here", name, id, watched::inbox));
        made.add(gauge("drawbridge.errors", "Lanes that are held back", name, id, watched::errors));
        made.add(gauge(
                "drawbridge.oldest.waiting.seconds",
                "Age of the oldest event that waits",
                name,
                id,
                connection -> watched.oldestWaiting(connection).toSeconds()));
        gauges.put(id, made);
    }

    private Meter gauge(String metric, String what, String connection, UUID id, ToDoubleFunction<UUID> value) {
        return Gauge.builder(metric, id, value)
                .description(what)
                .tag("connection", connection)
                .register(meters);
    }

    private void remove(UUID id) {
        gauges.getOrDefault(id, List.of()).forEach(meters::remove);
        gauges.remove(id);
        var name = names.remove(id);
        if (name == null) return;
        try {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
        } catch (JMException gone) {
            LOG.debug("{} was gone already", name, gone);
        }
    }
}
