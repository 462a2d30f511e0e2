package dev.drawbridge;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import dev.drawbridge.queue.Drill;
import dev.drawbridge.queue.RetryPolicy;
import dev.drawbridge.queue.Worker;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where time, identity and chance come from; everything else is told. */
@Configuration(proxyBeanMethods = false)
class Chance {

    @Bean
    @ConditionalOnMissingBean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    NoArgGenerator ids() {
        return Generators.timeBasedEpochGenerator();
    }

    @Bean
    SecureRandom secureRandom() {
        return new SecureRandom();
    }

    @Bean
    RetryPolicy retryPolicy() {
        return new RetryPolicy(RandomGenerator.getDefault());
    }

    @Bean
    @ConditionalOnMissingBean
    Drill drill() {
        return point -> {};
    }

    @Bean
    Worker worker() {
        return new Worker(UUID.randomUUID().toString());
    }
}
