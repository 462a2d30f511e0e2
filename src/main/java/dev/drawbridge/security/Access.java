package dev.drawbridge.security;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.header.writers.ContentSecurityPolicyHeaderWriter;
import org.springframework.security.web.header.writers.DelegatingRequestMatcherHeaderWriter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter;
import org.springframework.security.web.savedrequest.NullRequestCache;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Liveness, readiness and the log-in are open; all else needs a log-in, but for what {@code transport} opens to peers: by
 * Basic or Bearer with each call, or by a session that the log-in page begins.
 */
@Configuration(proxyBeanMethods = false)
class Access {
    private static final Set<String> LOOKING = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
    private static final String POLICY =
            "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    private static final String[] OPEN = {
        "/actuator/health/liveness",
        "/actuator/health/readiness",
        "/login",
        "/login/first",
        "/console/*.css",
        "/console/*.js",
        "/console/*.svg",
        "/webjars/**",
        "/favicon.ico"
    };

    @Bean
    SecurityFilterChain accessRules(
            HttpSecurity http, Doorkeeper doorkeeper, Unwelcome unwelcome, Sessions sessions, Filters filters)
            throws Exception {
        return http.authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(
                                DispatcherType.FORWARD, DispatcherType.ERROR, DispatcherType.ASYNC)
                        .permitAll()
                        .requestMatchers(OPEN)
                        .permitAll()
                        .anyRequest()
                        .access(doorkeeper))
                .exceptionHandling(
                        refusals -> refusals.authenticationEntryPoint(unwelcome).accessDeniedHandler(unwelcome))
                .httpBasic(basic -> basic.authenticationEntryPoint(unwelcome))
                .formLogin(form -> form.loginPage("/login")
                        .usernameParameter("user")
                        .successHandler(sessions::begun)
                        .failureHandler(Access::again))
                .logout(out -> out.addLogoutHandler(sessions::ends).logoutSuccessUrl("/login?out"))
                .requestCache(cache -> cache.requestCache(new NullRequestCache()))
                .csrf(csrf -> csrf.csrfTokenRepository(filters.csrf()).requireCsrfProtectionMatcher(Access::needsToken))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.IF_REQUIRED))
                .headers(headers -> headers.referrerPolicy(
                                policy -> policy.policy(ReferrerPolicyHeaderWriter.ReferrerPolicy.SAME_ORIGIN))
                        .addHeaderWriter(new DelegatingRequestMatcherHeaderWriter(
                                page -> !path(page).startsWith("/actuator/hawtio"),
                                new ContentSecurityPolicyHeaderWriter(POLICY))))
                .addFilterAfter(filters.session(), SecurityContextHolderFilter.class)
                .addFilterAfter(new OriginFilter(), SecurityContextHolderFilter.class)
                .addFilterBefore(filters.token(), BasicAuthenticationFilter.class)
                .addFilterAfter(filters.deed(), AuthorizationFilter.class)
                .build();
    }

    /** The filters of this module in one place; none of them is one of the server's own, which would call them twice. */
    record Filters(SessionFilter session, TokenFilter token, DeedFilter deed, CookieCsrfTokenRepository csrf) {}

    @Bean
    Filters filters(
            Users users,
            ApiTokens tokens,
            AdminSettings settings,
            Unwelcome unwelcome,
            Permissions permissions,
            Audit audit,
            PlatformTransactionManager transactions,
            ServerProperties server) {
        return new Filters(
                new SessionFilter(users),
                new TokenFilter(tokens, users, settings, unwelcome),
                new DeedFilter(permissions, audit, new TransactionTemplate(transactions)),
                csrf(server));
    }

    @Bean
    PasswordEncoder passwordEncoder() {
        return new BCryptPasswordEncoder();
    }

    @Bean
    AuthenticationManager logins(
            AdminSettings settings, Users users, Guesses guesses, Audit audit, PasswordEncoder hashes) {
        return new ProviderManager(new Logins(settings, users, guesses, audit, hashes));
    }

    /** In a cookie, so that somebody who only looks at the log-in page leaves nothing behind here. */
    private static CookieCsrfTokenRepository csrf(ServerProperties server) {
        var tokens = new CookieCsrfTokenRepository();
        tokens.setCookieName("DRAWBRIDGE-XSRF-" + server.getPort());
        tokens.setCookieCustomizer(cookie -> cookie.httpOnly(true).sameSite("Strict"));
        return tokens;
    }

    /** What a browser sends by itself has to show that one of our pages sent it; what is sent to JMX, see {@link JolokiaGuard}. */
    private static boolean needsToken(HttpServletRequest request) {
        if (onlyLooks(request) || JolokiaGuard.covers(path(request))) return false;
        return path(request).equals("/login")
                || path(request).equals("/logout")
                || Caller.current().isPresent();
    }

    private static void again(HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
            throws IOException, jakarta.servlet.ServletException {
        response.setStatus(HttpStatus.UNAUTHORIZED.value());
        if (why instanceof TooManyGuesses many) {
            response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
            response.setHeader("Retry-After", String.valueOf(many.seconds()));
        }
        request.setAttribute(Unwelcome.SENTENCE, why.getMessage());
        request.getRequestDispatcher("/login/again").forward(request, response);
    }

    static boolean onlyLooks(HttpServletRequest request) {
        return LOOKING.contains(request.getMethod());
    }

    static String path(HttpServletRequest request) {
        return request.getRequestURI().substring(request.getContextPath().length());
    }
}
