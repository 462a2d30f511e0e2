package dev.drawbridge.sandbox;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Logging in and out as a person; after three wrong passwords, a word has to be typed that no program reads. */
record PageLogin(Desk desk) {
    private static final String PATH = "/login.jsp";
    private static final String WORD = "moat";

    void on() {
        desk.routes()
                .on("GET", PATH, call -> form(call, 200, Form.EMPTY, ""))
                .on("POST", PATH, this::enter)
                .on("POST", "/logout", this::leave)
                .on("GET", "/logout", call -> desk.goTo(PATH));
    }

    private Reply enter(Call call) {
        var form = Form.read(call);
        if (!desk.login().isFormToken(desk.session(call), form.text("atl_token"))) {
            return form(call, 403, form, "This form was out of date, so nothing was done. Please try again.");
        }
        try {
            return entered(call, form);
        } catch (Login.Denied denied) {
            var many = denied.reply().status() == 403;
            return form(
                    call,
                    denied.reply().status(),
                    form,
                    many
                            ? "Sorry, your userid is required to answer a CAPTCHA question correctly."
                            : "Sorry, your username and password are incorrect - please try again.");
        }
    }

    private Reply entered(Call call, Form form) {
        var name = form.text("os_username").strip();
        if (form.text("os_captcha").strip().equalsIgnoreCase(WORD)) {
            desk.login().solved(name);
        }
        var user = desk.login().check(name, form.text("os_password"));
        desk.login().end(call.header().apply("Cookie"));
        var reply = desk.goTo(destination(form.text("os_destination")));
        return also(reply, desk.login().browserCookie(desk.login().open(user)));
    }

    /** Only to places of this Jira: a link to the login must not lead elsewhere. */
    private static String destination(String wanted) {
        return wanted.matches("/[A-Za-z][\\w./?=&!-]*") ? wanted : "/secure/Dashboard.jspa";
    }

    private Reply leave(Call call) {
        return desk.guarded(call, () -> {
            desk.checkToken(call, Form.read(call));
            desk.login().end(call.header().apply("Cookie"));
            return desk.goTo(PATH);
        });
    }

    private Reply form(Call call, int status, Form typed, String trouble) {
        var session = desk.session(call);
        var fresh = session.isEmpty();
        var id = fresh ? UUID.randomUUID().toString() : session;
        var model = Json.object()
                .put("name", typed.text("os_username"))
                .put("captcha", desk.login().locked(typed.text("os_username").strip()) ? WORD : "")
                .put("trouble", trouble)
                .put("easy", easy())
                .put(
                        "destination",
                        typed.has("os_destination")
                                ? typed.text("os_destination")
                                : call.query().getOrDefault("os_destination", ""));
        var reply = desk.page(call, status, new Page("login", "Log in", "", model), id);
        return fresh ? also(reply, desk.login().browserCookie(id)) : reply;
    }

    /** Who can be logged in without knowing more, as in the demo. */
    private String easy() {
        return desk.site().users.values().stream()
                .filter(user -> user.active && user.password.equals(user.name))
                .map(user -> user.name)
                .collect(Collectors.joining(", "));
    }

    private static Reply also(Reply reply, String cookie) {
        Map<String, String> headers = new HashMap<>(reply.headers());
        headers.put("Set-Cookie", cookie);
        return reply.with(headers);
    }
}
