package dev.drawbridge;

import dev.drawbridge.monitoring.Courier;
import dev.drawbridge.monitoring.NotDelivered;
import dev.drawbridge.monitoring.Notification;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.springframework.stereotype.Component;

/** Hands a notification to the route that carries all of them. */
@Component
class CourierByRoute implements Courier {
    private final ProducerTemplate route;

    CourierByRoute(ProducerTemplate route) {
        this.route = route;
    }

    @Override
    public void carry(Notification notification) {
        try {
            route.requestBody("direct:notification", notification);
        } catch (CamelExecutionException failure) {
            if (failure.getCause() instanceof NotDelivered told) throw told;
            throw failure;
        }
    }
}
