package dev.drawbridge.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.jspecify.annotations.Nullable;

/**
 * Every request comes through here: trouble first, then who it is, then the work, then the answer.
 *
 * <p>A Tomcat valve, as Jira itself runs on Tomcat: it lets us set the {@code Date} header from our own clock, which the
 * JDK's server does not, and cut a connection after the work was done.
 */
final class Door extends ValveBase {
    private final Site site;
    private final Routes routes;
    private final Login login;
    private final Faults faults;
    private final Calls calls;

    Door(Site site, Routes routes, Login login, Faults faults, Calls calls) {
        super(true);
        this.site = site;
        this.routes = routes;
        this.login = login;
        this.faults = faults;
        this.calls = calls;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException {
        var at = site.clock.instant();
        var uri = request.getRequestURI();
        var path = uri.startsWith(site.contextPath) ? uri.substring(site.contextPath.length()) : uri;
        path = path.replaceFirst("^/rest/api/latest/", "/rest/api/2/");
        var label = request.getMethod() + " " + path;
        var found = routes.find(request.getMethod(), path);
        var headers = new HashMap<String, String>();
        var reply = faults.instead(label);
        User user = null;
        boolean met = false;
        if (reply == null) {
            try {
                user = faults.nobody()
                        ? null
                        : locked(() -> login.who(request.getHeader("Authorization"), request.getHeader("Cookie")));
                met = true;
                reply = limited(user, headers);
                if (reply == null) {
                    faults.run(Faults.When.BEFORE, label);
                    reply = answer(request, path, found, user);
                }
            } catch (Login.Denied denied) {
                reply = denied.reply();
            } catch (Refusal refusal) {
                reply = Reply.json(refusal.status(), refusal.body());
            } catch (RuntimeException e) {
                container.getLogger().error("The simulated Jira failed at " + label, e);
                reply = Reply.html(500, "Oops, you've found a dead link.");
            }
            faults.run(Faults.When.AFTER, label);
        }
        boolean cut = faults.loses(label);
        calls.add(new Calls.Recorded(
                request.getMethod() + " " + (found == null ? path : found.path()),
                request.getMethod(),
                path,
                request.getQueryString(),
                cut ? 0 : reply.status(),
                user == null ? null : user.name,
                at));
        if (cut) {
            response.getCoyoteResponse().action(ActionCode.CLOSE_NOW, null);
            return;
        }
        if (met) {
            headers.put("X-AUSERNAME", user == null ? "anonymous" : Beans.encoded(user.name));
            headers.put("X-Seraph-LoginReason", "OK");
        }
        send(response, reply, headers);
    }

    private @Nullable Reply limited(@Nullable User user, Map<String, String> headers) {
        var bucket = faults.bucket();
        if (bucket == null || user == null) {
            return null;
        }
        boolean taken = bucket.take(site.clock.instant());
        headers.putAll(bucket.headers());
        return taken ? null : Reply.json(429, Json.object().put("message", "Rate limit exceeded."));
    }

    private Reply answer(Request request, String path, Routes.@Nullable Found found, @Nullable User user)
            throws IOException {
        if (found == null && routes.knows(path)) {
            return Reply.text(405, "text/html", "");
        }
        if (found == null && !path.startsWith("/rest/")) {
            return Reply.html(404, "Oops, you've found a dead link.");
        }
        if (found == null) {
            return Reply.json(
                    404,
                    Json.object()
                            .put("message", "null for uri: " + site.baseUrl + path)
                            .put("status-code", 404));
        }
        if (forged(request)) {
            return Reply.text(403, "text/plain", "XSRF check failed");
        }
        var viewer = new Viewer(site, user, false);
        var call = new Call(
                request.getMethod(),
                path,
                Call.query(request.getQueryString()),
                request::getHeader,
                Uploads.is(request) ? request.getInputStream() : buffered(request),
                found.variables(),
                viewer);
        if (Uploads.is(request)) {
            return found.answer().to(call);
        }
        return locked(() -> found.answer().to(call));
    }

    private static java.io.InputStream buffered(Request request) throws IOException {
        return new java.io.ByteArrayInputStream(request.getInputStream().readAllBytes());
    }

    /** A write that a browser could have been tricked into. */
    private static boolean forged(Request request) {
        if (request.getMethod().equals("GET")) {
            return false;
        }
        var token = request.getHeader("X-Atlassian-Token");
        boolean checked = "no-check".equals(token) || "nocheck".equals(token);
        var agent = request.getHeader("User-Agent");
        boolean browser = agent != null && agent.toLowerCase(Locale.ROOT).startsWith("mozilla");
        return !checked && request.getRequestURI().contains("/rest/") && (browser || Uploads.is(request));
    }

    private <T> T locked(java.util.function.Supplier<T> work) {
        site.lock.lock();
        try {
            return work.get();
        } finally {
            site.lock.unlock();
        }
    }

    private void send(Response response, Reply reply, Map<String, String> headers) throws IOException {
        response.setStatus(reply.status());
        response.setHeader("Date", Times.http(site.clock.instant()));
        response.setHeader("X-ANODEID", site.node);
        response.setHeader("X-AREQUESTID", Long.toHexString(System.identityHashCode(reply)));
        headers.forEach(response::setHeader);
        reply.headers().forEach(response::setHeader);
        if (!reply.type().isEmpty()) {
            response.setContentType(reply.type());
        }
        var file = reply.file();
        try {
            if (file != null) {
                response.setContentLengthLong(Files.size(file));
                Files.copy(file, response.getOutputStream());
            } else if (reply.status() != 204) {
                response.setContentLength(reply.body().length);
                response.getOutputStream().write(reply.body());
            }
            response.finishResponse();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
