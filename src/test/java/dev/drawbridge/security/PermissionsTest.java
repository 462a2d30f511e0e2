package dev.drawbridge.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Controller;
import org.springframework.util.ClassUtils;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** The table, call by call, and that it is whole. */
class PermissionsTest {
    private final Permissions permissions = new Permissions();

    @ParameterizedTest
    @CsvSource({
        "GET,    /node,                                  VIEWER,        read monitor",
        "GET,    /openapi.json,                          VIEWER,        read monitor",
        "GET,    /connections,                           VIEWER,        read monitor",
        "GET,    /connections/bridge,                    VIEWER,        read monitor",
        "GET,    /statistics,                            VIEWER,        read monitor",
        "GET,    /issues/ACM-1,                          VIEWER,        read sync",
        "GET,    /events,                                VIEWER,        read",
        "GET,    /attachments,                           VIEWER,        read",
        "GET,    /errors,                                VIEWER,        read",
        "GET,    /errors/1,                              VIEWER,        read",
        "GET,    /errors/1/bundle,                       OPERATOR,      ''",
        "GET,    /held,                                  VIEWER,        read",
        "GET,    /triggers,                              VIEWER,        read",
        "GET,    /triggers/1,                            VIEWER,        read",
        "GET,    /jobs,                                  VIEWER,        read",
        "GET,    /jobs/1,                                VIEWER,        read",
        "GET,    /users/me,                              VIEWER,        read monitor sync",
        "POST,   /users/me/password,                     VIEWER,        ''",
        "GET,    /tokens,                                VIEWER,        ''",
        "POST,   /tokens,                                VIEWER,        ''",
        "DELETE, /tokens/1,                              VIEWER,        ''",
        "GET,    /events/1,                              OPERATOR,      ''",
        "GET,    /jobs/1/mapping.csv,                    OPERATOR,      ''",
        "GET,    /connections/bridge/mapping.csv,        OPERATOR,      ''",
        "GET,    /cleanup,                               ADMINISTRATOR, ''",
        "GET,    /connections/bridge/rules/outgoing,     OPERATOR,      ''",
        "GET,    /connections/bridge/lint,               OPERATOR,      ''",
        "POST,   /connections/bridge/try,                OPERATOR,      ''",
        "POST,   /connections/bridge/rules/incoming/completion, OPERATOR, ''",
        "POST,   /connections/bridge/record,             OPERATOR,      ''",
        "POST,   /connections/bridge/replay,             OPERATOR,      ''",
        "POST,   /connections/bridge/test,               OPERATOR,      ''",
        "POST,   /connections/bridge/sync,               OPERATOR,      sync",
        "POST,   /connections/bridge/unsync,             OPERATOR,      sync",
        "POST,   /connections/bridge/connect,            OPERATOR,      sync",
        "POST,   /connections/bridge/bulk-connect,       OPERATOR,      ''",
        "POST,   /connections/bridge/activate,           OPERATOR,      ''",
        "POST,   /connections/bridge/deactivate,         OPERATOR,      ''",
        "POST,   /errors/1/retry,                        OPERATOR,      ''",
        "POST,   /errors/1/skip,                         OPERATOR,      ''",
        "POST,   /errors/groups/1/retry,                 OPERATOR,      ''",
        "POST,   /triggers/check,                        OPERATOR,      ''",
        "POST,   /triggers,                              OPERATOR,      ''",
        "PUT,    /triggers/1,                            OPERATOR,      ''",
        "DELETE, /triggers/1,                            OPERATOR,      ''",
        "POST,   /triggers/1/bulk-sync,                  OPERATOR,      ''",
        "POST,   /triggers/1/bulk-unsync,                OPERATOR,      ''",
        "DELETE, /jobs/1,                                OPERATOR,      ''",
        "POST,   /verify,                                OPERATOR,      ''",
        "PUT,    /connections/bridge/rules/outgoing,     ADMINISTRATOR, ''",
        "PATCH,  /connections/bridge,                    ADMINISTRATOR, ''",
        "DELETE, /connections/bridge,                    ADMINISTRATOR, ''",
        "POST,   /connections/bridge/approve,            ADMINISTRATOR, ''",
        "GET,    /connections/bridge/invitation,         ADMINISTRATOR, ''",
        "POST,   /connections/bridge/invitation,         ADMINISTRATOR, ''",
        "GET,    /invitations,                           ADMINISTRATOR, ''",
        "POST,   /invitations,                           ADMINISTRATOR, ''",
        "POST,   /invitations/inspect,                   ADMINISTRATOR, ''",
        "POST,   /invitations/accept,                    ADMINISTRATOR, ''",
        "DELETE, /invitations/1,                         ADMINISTRATOR, ''",
        "POST,   /held/1/approve,                        ADMINISTRATOR, ''",
        "POST,   /held/1/refuse,                         ADMINISTRATOR, ''",
        "POST,   /cleanup,                               ADMINISTRATOR, ''",
        "POST,   /erase,                                 ADMINISTRATOR, ''",
        "PATCH,  /node,                                  ADMINISTRATOR, ''",
        "POST,   /node/notifications/test,               ADMINISTRATOR, ''",
        "POST,   /node/activate,                         ADMINISTRATOR, ''",
        "GET,    /users,                                 ADMINISTRATOR, ''",
        "POST,   /users,                                 ADMINISTRATOR, ''",
        "PATCH,  /users/1,                               ADMINISTRATOR, ''",
        "DELETE, /users/1,                               ADMINISTRATOR, ''",
        "GET,    /audit,                                 ADMINISTRATOR, ''",
        "GET,    /not/in/the/table,                      ADMINISTRATOR, ''",
        "PUT,    /connections,                           ADMINISTRATOR, ''",
    })
    void eachCallIsOpenFromItsLevelUpAndToItsScopes(String method, String path, Level least, String scopes) {
        var call = call(method, "/api/v1" + path);

        for (var level : Level.values()) {
            var refusal = call.refusal(person(level));
            assertThat(refusal.isEmpty()).as(level.words()).isEqualTo(level.reaches(least));
            refusal.ifPresent(sentence -> assertThat(sentence).contains(least.words(), "olga", level.words()));
        }
        for (var scope : Scope.values()) {
            var refusal = call.refusal(token(Level.ADMINISTRATOR, scope));
            var open = scope == Scope.ADMIN || List.of(scopes.split(" ")).contains(scope.word());
            assertThat(refusal.isEmpty()).as(scope.word()).isEqualTo(open);
            refusal.ifPresent(sentence ->
                    assertThat(sentence).contains("admin", "token 'ci'").contains(scopes.split(" ")));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET,  /actuator/health,                VIEWER,        read monitor",
        "GET,  /actuator/prometheus,            VIEWER,        read monitor",
        "GET,  /actuator/hawtio/index.html,     OPERATOR,      ''",
        "POST, /actuator/jolokia/,              OPERATOR,      ''",
        "POST, /actuator/hawtio/jolokia/,       OPERATOR,      ''",
        "GET,  /,                               VIEWER,        ''",
        "POST, /connections,                    ADMINISTRATOR, ''",
    })
    void toolsAndPagesHaveTheirLevels(String method, String path, Level least, String scopes) {
        var call = call(method, path);

        for (var level : Level.values())
            assertThat(call.refusal(person(level)).isEmpty()).as(level.words()).isEqualTo(level.reaches(least));
        for (var scope : List.of(Scope.READ, Scope.MONITOR, Scope.SYNC))
            assertThat(call.refusal(token(Level.ADMINISTRATOR, scope)).isEmpty())
                    .as(scope.word())
                    .isEqualTo(List.of(scopes.split(" ")).contains(scope.word()));
    }

    @Test
    void aTokenMayNeverDoMoreThanItsOwnerNow() {
        assertThat(call("PATCH", "/api/v1/connections/bridge").refusal(token(Level.OPERATOR, Scope.ADMIN)))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains("an administrator"));
        assertThat(call("POST", "/api/v1/connections/bridge/sync").refusal(token(Level.VIEWER, Scope.SYNC)))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains("an operator"));
    }

    @Test
    void whatChangesSomethingIsWrittenDown() {
        assertThat(mappings("dev.drawbridge"))
                .filteredOn(mapping -> !mapping.startsWith("GET "))
                .filteredOn(mapping -> deed(mapping) == null)
                .as("changes nothing")
                .allMatch(
                        mapping -> mapping.matches("POST .*/(try|record|replay|test|inspect|probe|check|completion)"));
    }

    @Test
    void everyCallOfTheApiHasARow() {
        assertThat(mappings("dev.drawbridge")).hasSizeGreaterThan(40).allSatisfy(mapping -> {
            var call = mapping.split(" ");
            assertThat(permissions.lists(HttpMethod.valueOf(call[0]), call[1]))
                    .as(mapping + " has no row in Permissions")
                    .isTrue();
        });
    }

    @Test
    void aCallWithoutARowIsNoticed() {
        assertThat(mappings("planted.calls")).singleElement().satisfies(mapping -> assertThat(
                        permissions.lists(HttpMethod.GET, mapping.split(" ")[1]))
                .isFalse());
    }

    /** As Spring finds them. */
    private static List<String> mappings(String base) {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(Controller.class));
        var spring = new Mappings();
        var found = new ArrayList<String>();
        for (var candidate : scanner.findCandidateComponents(base)) {
            var type = ClassUtils.resolveClassName(String.valueOf(candidate.getBeanClassName()), null);
            Arrays.stream(type.getDeclaredMethods())
                    .flatMap(method -> spring.of(method, type))
                    .filter(mapping -> mapping.contains(" /api/v1"))
                    .forEach(found::add);
        }
        return found;
    }

    private static final class Mappings extends RequestMappingHandlerMapping {
        Mappings() {
            afterPropertiesSet();
        }

        @Override
        protected void initHandlerMethods() {}

        Stream<String> of(Method method, Class<?> type) {
            @Nullable RequestMappingInfo info = getMappingForMethod(method, type);
            return info == null
                    ? Stream.of()
                    : info.getMethodsCondition().getMethods().stream()
                            .flatMap(verb -> info.getPatternValues().stream().map(path -> verb + " " + path));
        }
    }

    private @Nullable String deed(String mapping) {
        var call = mapping.split(" ");
        return call(call[0], call[1].replaceAll("[{}]", "")).deed();
    }

    private Permission call(String method, String path) {
        return permissions.of(HttpMethod.valueOf(method), PathContainer.parsePath(path));
    }

    private static Caller person(Level level) {
        return new Caller("olga", null, level, "password", null);
    }

    private static Caller token(Level level, Scope... scopes) {
        return new Caller(
                "olga", null, level, "token 'ci'", Arrays.stream(scopes).collect(Collectors.toUnmodifiableSet()));
    }
}
