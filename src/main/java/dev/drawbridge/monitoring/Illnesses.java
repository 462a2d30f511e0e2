package dev.drawbridge.monitoring;

import dev.drawbridge.connection.Condition;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.jira.Changes;
import dev.drawbridge.queue.Activation;
import dev.drawbridge.rules.RuleBroken;
import dev.drawbridge.rules.Rulebooks;
import dev.drawbridge.rules.Runs;
import java.util.Set;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Which part of a node is ill, and why, in a sentence. Whether the node lives and is ready does not depend on these. */
@Configuration(proxyBeanMethods = false)
class Illnesses {
    private static final Set<Condition> WELL =
            Set.of(Condition.OK, Condition.ACCEPTING, Condition.NEEDS_APPROVAL, Condition.DEACTIVATED_THERE);

    @Bean
    HealthIndicator detectionHealthIndicator(Changes changes) {
        return () -> changes.problem()
                .map(why -> Health.down().withDetail("why", why))
                .orElseGet(Health::up)
                .build();
    }

    @Bean
    HealthIndicator syncHealthIndicator(Activation activation) {
        return () -> activation
                .why()
                .map(why -> Health.outOfService().withDetail("why", why))
                .orElseGet(Health::up)
                .build();
    }

    @Bean
    HealthIndicator connectionsHealthIndicator(Connections connections) {
        return () -> {
            var health = Health.up();
            for (var connection : connections.all()) {
                if (WELL.contains(connection.condition())) continue;
                health.down().withDetail(connection.name(), connection.condition() + ": " + connection.why());
            }
            return health.build();
        };
    }

    @Bean
    HealthIndicator rulesHealthIndicator(Connections connections, Rulebooks rulebooks, Runs runs) {
        return () -> {
            var health = Health.up();
            for (var connection : connections.all())
                rulebooks.problem(connection.id()).map(RuleBroken::sentence).ifPresent(why -> health.down()
                        .withDetail(connection.name(), why));
            runs.problem().ifPresent(why -> health.down().withDetail("why", why));
            return health.build();
        };
    }
}
