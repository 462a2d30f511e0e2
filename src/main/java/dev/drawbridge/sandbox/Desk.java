package dev.drawbridge.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Where persons are served: shows pages to who is logged in, and takes forms that carry the token of their session. */
final class Desk {
    /** Answers a look. */
    @FunctionalInterface
    interface Show {
        Page to(Call call);
    }

    /** Does what a form asks for and says where to go then, or refuses. */
    @FunctionalInterface
    interface Deed {
        String to(Call call, Form form);
    }

    /** Shows the form again as it was sent, after a refusal. */
    @FunctionalInterface
    interface Again {
        Page to(Call call, Form form);
    }

    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "same-origin",
            "Cache-Control",
            "no-cache");
    private static final Refusal NO_TOKEN = Refusal.of(
            403,
            "XSRF Security Token Missing. This form does not belong to your session, so nothing was done. Go back,"
                    + " load the page again and repeat what you wanted.");

    private final Site site;
    private final Login login;
    private final Routes routes;
    private final Templates templates;

    Desk(Site site, Login login, Routes routes) {
        this.site = site;
        this.login = login;
        this.routes = routes;
        this.templates = new Templates(site.contextPath);
    }

    Site site() {
        return site;
    }

    Login login() {
        return login;
    }

    Routes routes() {
        return routes;
    }

    /** Shows a page at a path to whoever is logged in. */
    Desk shows(String path, Show show) {
        routes.on(
                "GET",
                path,
                call -> call.viewer().user() == null
                        ? toLogin(call)
                        : guarded(call, () -> page(call, 200, show.to(call))));
        return this;
    }

    /** Takes a form at a path from whoever is logged in; who looks there is sent on. */
    Desk takes(String path, Deed deed, Again again) {
        routes.on("POST", path, call -> {
            var form = Form.read(call);
            site.lock.lock();
            try {
                return call.viewer().user() == null
                        ? discarded(form, toLogin(call))
                        : guarded(call, () -> taken(call, form, deed, again));
            } finally {
                site.lock.unlock();
            }
        });
        routes.on("GET", path, this::sentOn);
        return this;
    }

    private Reply taken(Call call, Form form, Deed deed, Again again) {
        try {
            checkToken(call, form);
            return goTo(deed.to(call, form));
        } catch (Refusal refusal) {
            form.discard();
            if (refusal == NO_TOKEN) {
                throw refusal;
            }
            return page(call, refusal.status(), again.to(call, form).refused(refusal));
        }
    }

    void checkToken(Call call, Form form) {
        if (!login.isFormToken(session(call), form.text("atl_token"))) {
            throw NO_TOKEN;
        }
    }

    private static Reply discarded(Form form, Reply reply) {
        form.discard();
        return reply;
    }

    private Reply sentOn(Call call) {
        var issue = site.findIssue(call.query().getOrDefault("id", "-"));
        return goTo(issue == null || !call.viewer().sees(issue) ? "/secure/Dashboard.jspa" : "/browse/" + issue.key);
    }

    String session(Call call) {
        return login.id(call.header().apply("Cookie"));
    }

    /** Runs what may be refused; the refusal of a look becomes a page too. */
    Reply guarded(Call call, Supplier<Reply> work) {
        try {
            return work.get();
        } catch (Refusal refusal) {
            return page(
                    call, refusal.status(), new Page("refused", "Not possible", "", Json.object()).refused(refusal));
        }
    }

    Reply page(Call call, int status, Page page) {
        return page(call, status, page, session(call));
    }

    Reply page(Call call, int status, Page page, String session) {
        var model = page.model();
        model.put("title", page.title()).put("token", login.formToken(session));
        model.set("look", page.look().isEmpty() ? Json.nothing() : Json.text(site.contextPath + page.look()));
        model.set("jira", about());
        model.set("user", new Shown(call.viewer()).me());
        model.putIfAbsent("messages", Json.array());
        model.putIfAbsent("errors", Json.object());
        return Reply.text(status, "text/html", templates.html(page.template(), model))
                .with(HEADERS);
    }

    private ObjectNode about() {
        // Two Jiras side by side should not look the same.
        int colour = Math.floorMod(site.name.chars().sum(), 4);
        return Json.object().put("name", site.name).put("version", site.version).put("colour", "colour-" + colour);
    }

    private Reply toLogin(Call call) {
        var query = call.query().containsKey("id") ? "?id=" + call.query().get("id") : "";
        return goTo("/login.jsp?os_destination=" + Beans.encoded(call.path() + query));
    }

    Reply goTo(String path) {
        var headers = new HashMap<>(HEADERS);
        headers.put("Location", site.contextPath + path);
        return Reply.text(303, "text/html", "").with(headers);
    }
}
