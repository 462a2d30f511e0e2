package dev.drawbridge.secrets;

import java.security.SecureRandom;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The master key and what seals with it, as the other modules are given them. */
@Configuration(proxyBeanMethods = false)
class Secrets {

    @Bean
    MasterKey masterKey(SecretsSettings settings, SecureRandom chance) {
        return MasterKey.in(settings.keyFile(), chance);
    }

    @Bean
    Seal seal(MasterKey master, SecureRandom chance) {
        return new Seal(master, chance);
    }
}
