package dev.drawbridge.transport;

import dev.drawbridge.connection.NodeFacts;
import dev.drawbridge.queue.NodeIdentity;
import dev.drawbridge.queue.Place;
import dev.drawbridge.queue.Preferences;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Objects;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;

/** The parts of the transport that know nothing of Spring. */
@Configuration(proxyBeanMethods = false)
class Wiring {
    // Each pull of a peer holds one thread for up to 25 seconds.
    private static final int PEER_THREADS = 128;
    private static final Path MACHINE = Path.of("/etc/machine-id");

    @Bean
    NodeFacts nodeFacts(NodeIdentity node, PeerSettings settings, Preferences preferences, Environment environment) {
        var version = Wiring.class.getPackage().getImplementationVersion();
        return new NodeFacts(
                node.nodeId(),
                () -> preferences.find(NodeFacts.NAME).orElse(settings.node().name()),
                Objects.requireNonNullElse(version, "development"),
                environment.getProperty("drawbridge.jira.url", ""));
    }

    @Bean
    Place place(PeerSettings settings, NodeFacts facts, Environment environment) {
        return new Place(
                Whereabouts.store(environment.getProperty("spring.datasource.url", "")),
                facts.jiraUrl(),
                settings.isPublic() ? settings.publicUrl() : null,
                Whereabouts.machine(MACHINE));
    }

    @Bean
    Signatures signatures(Clock clock) {
        return new Signatures(clock);
    }

    @Bean
    Replays replays(LastStamps last, Clock clock) {
        return new Replays(last, clock);
    }

    @Bean
    Stamps stamps(Clock clock, SecureRandom chance) {
        return new Stamps(clock, chance);
    }

    @Bean
    ThreadPoolTaskExecutor peerThreads() {
        var threads = new ThreadPoolTaskExecutor();
        threads.setCorePoolSize(PEER_THREADS);
        threads.setMaxPoolSize(PEER_THREADS);
        threads.setQueueCapacity(PEER_THREADS);
        threads.setAllowCoreThreadTimeOut(true);
        threads.setThreadNamePrefix("peer-");
        return threads;
    }

    /** Peers are known by their signatures, not by a login. */
    @Bean
    @Order(0)
    SecurityFilterChain peersSignInstead(HttpSecurity http) throws Exception {
        return http.securityMatcher("/peer/**")
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .csrf(csrf -> csrf.disable())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .build();
    }
}
