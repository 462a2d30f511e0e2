package dev.drawbridge.security;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Who may make a call.
 *
 * @param method null for any
 * @param level the least level that may
 * @param scopes of tokens that may; {@code admin} always may
 * @param deed what the audit says of it; null where nothing is changed
 */
record Permission(
        @Nullable HttpMethod method, PathPattern path, Level level, Set<Scope> scopes, @Nullable String deed) {
    private static final PathPatternParser PARSER = new PathPatternParser();

    static Permission of(
            @Nullable HttpMethod method, String path, Level level, Set<Scope> scopes, @Nullable String deed) {
        return new Permission(method, PARSER.parse(path), level, scopes, deed);
    }

    boolean covers(HttpMethod asked, PathContainer at) {
        var same = method == null
                || method.equals(asked)
                || (method.equals(HttpMethod.GET) && asked.equals(HttpMethod.HEAD));
        return same && path.matches(at);
    }

    Map<String, String> parts(PathContainer at) {
        var match = path.matchAndExtract(at);
        return match == null ? Map.of() : match.getUriVariables();
    }

    /** Why the caller may not, in a sentence that names what is wanted. */
    Optional<String> refusal(Caller caller) {
        if (caller.scopes() != null
                && !caller.scopes().contains(Scope.ADMIN)
                && caller.scopes().stream().noneMatch(scopes::contains))
            return Optional.of("This call wants a token with the scope %s; %s of '%s' has %s."
                    .formatted(
                            scopes.isEmpty() ? "admin" : words(scopes, " or ") + " or admin",
                            caller.how(),
                            caller.name(),
                            words(caller.scopes(), ", ")));
        if (!caller.level().reaches(level))
            return Optional.of("This call wants %s; '%s' is %s."
                    .formatted(level.words(), caller.name(), caller.level().words()));
        return Optional.empty();
    }

    private static String words(Set<Scope> scopes, String between) {
        return scopes.stream().sorted().map(Scope::word).collect(Collectors.joining(between));
    }
}
