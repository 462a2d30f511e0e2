package dev.drawbridge.security;

import static dev.drawbridge.security.Level.ADMINISTRATOR;
import static dev.drawbridge.security.Level.OPERATOR;
import static dev.drawbridge.security.Level.VIEWER;
import static dev.drawbridge.security.Scope.MONITOR;
import static dev.drawbridge.security.Scope.READ;
import static dev.drawbridge.security.Scope.SYNC;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;

/**
 * Who may make which call, and what the audit says of it: the whole table. The first row that covers a call holds. A call
 * without a row is an administrator's, but for looking at pages, which every user may.
 */
@Component
class Permissions {
    static final String API = "/api/v1";

    private final List<Permission> rows = new ArrayList<>();

    Permissions() {
        seeing();
        trying();
        keepingItGoing();
        connections();
        people();
        node();
        pages();
        tools();
    }

    /** Keys, states and times. */
    private void seeing() {
        see("/node", VIEWER, READ, MONITOR);
        see("/openapi.json", VIEWER, READ, MONITOR);
        see("/connections", VIEWER, READ, MONITOR);
        see("/connections/{connection}", VIEWER, READ, MONITOR);
        see("/statistics", VIEWER, READ, MONITOR);
        see("/issues/{key}", VIEWER, READ, SYNC);
        see("/events", VIEWER, READ);
        see("/attachments", VIEWER, READ);
        see("/errors", VIEWER, READ);
        see("/errors/{id}", VIEWER, READ);
        see("/held", VIEWER, READ);
        see("/triggers", VIEWER, READ);
        see("/triggers/{id}", VIEWER, READ);
        see("/jobs", VIEWER, READ);
        see("/jobs/{id}", VIEWER, READ);
    }

    /** Contents of issues, and what rules would make of them; nothing is changed. */
    private void trying() {
        see("/events/{id}", OPERATOR);
        see("/errors/{id}/bundle", OPERATOR);
        see("/rules", OPERATOR);
        see("/connections/{connection}/rules", OPERATOR);
        see("/connections/{connection}/rules/{direction}", OPERATOR);
        see("/connections/{connection}/rules/{direction}/completion", OPERATOR);
        see("/connections/{connection}/rules/{direction}/versions", OPERATOR);
        see("/connections/{connection}/rules/{direction}/versions/{version}", OPERATOR);
        see("/connections/{connection}/lint", OPERATOR);
        see("/jobs/{id}/mapping.csv", OPERATOR);
        see("/connections/{connection}/mapping.csv", OPERATOR);
        see("/cleanup", ADMINISTRATOR);
        row(HttpMethod.POST, "/connections/{connection}/try", OPERATOR, null);
        row(HttpMethod.POST, "/connections/{connection}/rules/{direction}/completion", OPERATOR, null);
        row(HttpMethod.POST, "/triggers/check", OPERATOR, null);
        row(HttpMethod.POST, "/connections/{connection}/record", OPERATOR, null);
        row(HttpMethod.POST, "/connections/{connection}/replay", OPERATOR, null);
        row(HttpMethod.POST, "/connections/{connection}/test", OPERATOR, null);
    }

    /** The daily work with the sync. */
    private void keepingItGoing() {
        row(HttpMethod.POST, "/connections/{connection}/sync", OPERATOR, "puts an issue under sync", SYNC);
        row(HttpMethod.POST, "/connections/{connection}/unsync", OPERATOR, "ends the sync of an issue", SYNC);
        row(HttpMethod.POST, "/connections/{connection}/connect", OPERATOR, "connects two issues", SYNC);
        row(HttpMethod.POST, "/connections/{connection}/bulk-connect", OPERATOR, "connects many issues");
        row(HttpMethod.POST, "/connections/{connection}/activate", OPERATOR, "activates a connection");
        row(HttpMethod.POST, "/connections/{connection}/deactivate", OPERATOR, "deactivates a connection");
        row(HttpMethod.POST, "/errors/{id}/retry", OPERATOR, "tries again what is held back");
        row(HttpMethod.POST, "/errors/{id}/skip", OPERATOR, "skips what is held back");
        row(HttpMethod.POST, "/errors/groups/{id}/retry", OPERATOR, "tries again all alike that is held back");
        row(HttpMethod.POST, "/triggers", OPERATOR, "makes a trigger");
        row(HttpMethod.PUT, "/triggers/{id}", OPERATOR, "changes a trigger");
        row(HttpMethod.DELETE, "/triggers/{id}", OPERATOR, "removes a trigger");
        row(HttpMethod.POST, "/triggers/{id}/bulk-sync", OPERATOR, "puts many issues under sync");
        row(HttpMethod.POST, "/triggers/{id}/bulk-unsync", OPERATOR, "ends the sync of many issues");
        row(HttpMethod.DELETE, "/jobs/{id}", OPERATOR, "stops a job");
        row(HttpMethod.POST, "/verify", OPERATOR, "compares both sides");
    }

    /** What passes between the two companies, and by which rules. */
    private void connections() {
        row(HttpMethod.PUT, "/connections/{connection}/rules/{id}", ADMINISTRATOR, "changes a rule");
        row(
                HttpMethod.POST,
                "/connections/{connection}/rules/{id}/versions/{version}/restore",
                ADMINISTRATOR,
                "rolls a rule back");
        row(HttpMethod.POST, "/connections/{connection}/rules/publish", ADMINISTRATOR, "publishes rules");
        row(HttpMethod.PATCH, "/connections/{connection}", ADMINISTRATOR, "changes a connection");
        row(HttpMethod.DELETE, "/connections/{connection}", ADMINISTRATOR, "removes a connection");
        row(HttpMethod.POST, "/connections/{connection}/approve", ADMINISTRATOR, "approves a connection");
        row(HttpMethod.POST, "/connections/{connection}/keys", ADMINISTRATOR, "changes the keys of a connection");
        see("/connections/{connection}/invitation", ADMINISTRATOR);
        row(HttpMethod.POST, "/connections/{connection}/invitation", ADMINISTRATOR, "makes a new invitation code");
        see("/invitations", ADMINISTRATOR);
        row(HttpMethod.POST, "/invitations", ADMINISTRATOR, "invites a partner");
        row(HttpMethod.POST, "/invitations/inspect", ADMINISTRATOR, null);
        row(HttpMethod.POST, "/invitations/probe", ADMINISTRATOR, null);
        row(HttpMethod.POST, "/invitations/accept", ADMINISTRATOR, "accepts an invitation");
        row(HttpMethod.DELETE, "/invitations/{id}", ADMINISTRATOR, "revokes an invitation");
        row(HttpMethod.POST, "/held/{id}/approve", ADMINISTRATOR, "approves what is held");
        row(HttpMethod.POST, "/held/{id}/refuse", ADMINISTRATOR, "refuses what is held");
        row(HttpMethod.POST, "/cleanup", ADMINISTRATOR, "cleans up");
        row(HttpMethod.POST, "/erase", ADMINISTRATOR, "erases contents");
    }

    /** Everybody may see and change what is their own; whose a token is, the call itself looks at. */
    private void people() {
        see("/users/me", VIEWER, READ, MONITOR, SYNC);
        row(HttpMethod.POST, "/users/me/password", VIEWER, "changes the own password");
        see("/tokens", VIEWER);
        row(HttpMethod.POST, "/tokens", VIEWER, "makes a token");
        row(HttpMethod.DELETE, "/tokens/{id}", VIEWER, "revokes a token");
        see("/users", ADMINISTRATOR);
        row(HttpMethod.POST, "/users", ADMINISTRATOR, "makes a user");
        row(HttpMethod.PATCH, "/users/{id}", ADMINISTRATOR, "changes a user");
        row(HttpMethod.DELETE, "/users/{id}", ADMINISTRATOR, "removes a user");
        see("/audit", ADMINISTRATOR);
    }

    /** Pages that show what only some may see; the others are for whoever is logged in, with as much as the level allows. */
    private void pages() {
        rows.add(Permission.of(HttpMethod.GET, "/connections/initiate", ADMINISTRATOR, Set.of(), null));
        rows.add(Permission.of(HttpMethod.GET, "/connections/accept", ADMINISTRATOR, Set.of(), null));
        rows.add(Permission.of(HttpMethod.GET, "/connections/{connection}/invitation", ADMINISTRATOR, Set.of(), null));
        rows.add(Permission.of(HttpMethod.GET, "/queue/{id}", OPERATOR, Set.of(), null));
        rows.add(Permission.of(HttpMethod.GET, "/triggers/{id}/matches", VIEWER, Set.of(), null));
        rows.add(Permission.of(HttpMethod.GET, "/triggers/{id}", OPERATOR, Set.of(), null));
        rows.add(Permission.of(HttpMethod.GET, "/triggers/{id}/{verb}", OPERATOR, Set.of(), null));
        rows.add(Permission.of(HttpMethod.GET, "/rules", OPERATOR, Set.of(), null));
        rows.add(Permission.of(HttpMethod.GET, "/audit", ADMINISTRATOR, Set.of(), null));
    }

    private void node() {
        row(HttpMethod.PATCH, "/node", ADMINISTRATOR, "changes the node");
        row(HttpMethod.POST, "/node/notifications/test", ADMINISTRATOR, null);
        row(HttpMethod.POST, "/node/activate", ADMINISTRATOR, "activates the sync of the node");
    }

    /** JMX is told apart by its own policy; what an operation changes is written down with its transaction. */
    private void tools() {
        rows.add(Permission.of(HttpMethod.GET, "/actuator/health", VIEWER, Set.of(READ, MONITOR), null));
        rows.add(Permission.of(HttpMethod.GET, "/actuator/health/**", VIEWER, Set.of(READ, MONITOR), null));
        rows.add(Permission.of(HttpMethod.GET, "/actuator/info", VIEWER, Set.of(READ, MONITOR), null));
        rows.add(Permission.of(HttpMethod.GET, "/actuator/prometheus", VIEWER, Set.of(READ, MONITOR), null));
        rows.add(Permission.of(null, "/actuator/jolokia/**", OPERATOR, Set.of(), JMX));
        rows.add(Permission.of(null, "/actuator/hawtio/jolokia/**", OPERATOR, Set.of(), JMX));
        rows.add(Permission.of(null, "/actuator/hawtio/**", OPERATOR, Set.of(), null));
        rows.add(Permission.of(null, "/actuator/**", OPERATOR, Set.of(), null));
    }

    /** Most of what is asked of JMX changes nothing; such a deed is written down only with a change. */
    static final String JMX = "calls an operation in JMX";

    private void see(String path, Level level, Scope... scopes) {
        row(HttpMethod.GET, path, level, null, scopes);
    }

    private void row(HttpMethod method, String path, Level level, @Nullable String deed, Scope... scopes) {
        rows.add(Permission.of(method, API + path, level, Set.of(scopes), deed));
    }

    Permission of(HttpServletRequest request) {
        var path = PathContainer.parsePath(
                request.getRequestURI().substring(request.getContextPath().length()));
        return of(HttpMethod.valueOf(request.getMethod()), path);
    }

    Permission of(HttpMethod method, PathContainer path) {
        return rows.stream()
                .filter(row -> row.covers(method, path))
                .findFirst()
                .orElseGet(() -> unlisted(method, path.value()));
    }

    /** Whether a mapping of the API has a row of its own. */
    boolean lists(HttpMethod method, String pattern) {
        var path = PathContainer.parsePath(pattern.replaceAll("[{}*]", "x"));
        return rows.stream().anyMatch(row -> row.covers(method, path));
    }

    private static Permission unlisted(HttpMethod method, String path) {
        var looks = method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
        var page = !path.startsWith("/api/");
        return Permission.of(
                method, "/**", looks && page ? VIEWER : ADMINISTRATOR, Set.of(), looks ? null : method + " " + path);
    }
}
