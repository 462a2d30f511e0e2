package dev.drawbridge.security;

import java.security.SecureRandom;
import java.util.Base64;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

/** Liveness and readiness are open; all else needs a login, but for what {@code transport} opens to peers. */
@Configuration(proxyBeanMethods = false)
class Access {

    @Bean
    SecurityFilterChain accessRules(HttpSecurity http) throws Exception {
        return http.authorizeHttpRequests(
                        requests -> requests.requestMatchers("/actuator/health/liveness", "/actuator/health/readiness")
                                .permitAll()
                                .anyRequest()
                                .authenticated())
                .httpBasic(Customizer.withDefaults())
                .csrf(csrf -> csrf.disable())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .build();
    }

    @Bean
    PasswordEncoder passwordEncoder() {
        return new SlowToGuess(new BCryptPasswordEncoder());
    }

    @Bean
    UserDetailsService administrators(AdminSettings settings, PasswordEncoder encoder, SecureRandom chance) {
        var password = settings.password();
        if (password == null || password.isBlank()) password = token(settings.user(), chance);
        return new InMemoryUserDetailsManager(User.withUsername(settings.user())
                .password(encoder.encode(password))
                .roles("ADMIN")
                .build());
    }

    private static String token(String user, SecureRandom chance) {
        var bytes = new byte[18];
        chance.nextBytes(bytes);
        var token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        LoggerFactory.getLogger("drawbridge")
                .warn("drawbridge.admin.password is not set. Until the next start log in as '{}' with {}", user, token);
        return token;
    }
}
