package dev.drawbridge.console;

import dev.drawbridge.security.Caller;
import dev.drawbridge.security.Deed;
import dev.drawbridge.security.Difference;
import dev.drawbridge.security.Level;
import dev.drawbridge.security.OwnPassword;
import dev.drawbridge.security.User;
import dev.drawbridge.security.Users;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** People who may log in, besides the administrator of the settings. */
@RestController
@RequestMapping("/api/v1/users")
class UsersApi {
    private final Users users;
    private final OwnPassword own;

    UsersApi(Users users, OwnPassword own) {
        this.users = users;
        this.own = own;
    }

    record Wanted(String name, String password, Level level) {
        Wanted {
            Required.field("name", name);
            Required.field("password", password);
            Required.field("level", level);
        }

        @Override
        public String toString() {
            return "Wanted[" + name + ", " + level + "]";
        }
    }

    /** What is to be another; null leaves a part as it is. */
    record Change(@Nullable Level level, @Nullable Boolean disabled, @Nullable String password) {
        @Override
        public String toString() {
            return "Change[" + level + ", " + disabled + "]";
        }
    }

    record OldAndNew(String old, @com.fasterxml.jackson.annotation.JsonProperty("new") String fresh) {
        OldAndNew {
            Required.field("old", old);
            Required.field("new", fresh);
        }

        @Override
        public String toString() {
            return "OldAndNew[…]";
        }
    }

    @GetMapping
    Map<String, @Nullable Object> list() {
        return Pages.whole(users.all().stream().map(UsersApi::view).toList());
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Map<String, @Nullable Object> add(@RequestBody Wanted wanted) {
        Deed.to("user " + wanted.name());
        Deed.difference(new Difference().of("level", null, wanted.level()).toString());
        return view(users.add(wanted.name(), wanted.password(), wanted.level()));
    }

    @PatchMapping("/{id}")
    @Transactional
    public Map<String, @Nullable Object> change(@PathVariable UUID id, @RequestBody Change change) {
        var before = users.get(id);
        var level = Objects.requireNonNullElse(change.level(), before.level());
        var disabled = Objects.requireNonNullElse(change.disabled(), before.disabled());
        Deed.to("user " + before.name());
        Deed.difference(new Difference()
                .of("level", before.level(), level)
                .of("disabled", before.disabled(), disabled)
                .of("password", null, change.password())
                .toString());
        users.change(id, level, disabled);
        if (change.password() != null) users.password(id, change.password());
        return view(users.get(id));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable UUID id) {
        Deed.to("user " + users.get(id).name());
        users.remove(id);
    }

    /** Who is calling, and what a page of ours has to send with each change of its session. */
    @GetMapping("/me")
    Map<String, @Nullable Object> me(HttpServletRequest request) {
        var caller = Caller.current().orElseThrow();
        var csrf = request.getSession(false) == null || request.getHeader("Authorization") != null
                ? null
                : (CsrfToken) request.getAttribute(CsrfToken.class.getName());
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("name", caller.name());
        view.put("level", caller.level());
        view.put("how", caller.how());
        view.put("scopes", caller.scopes());
        view.put("contents", Caller.mayReadContents());
        view.put("csrf", csrf == null ? null : Map.of("header", csrf.getHeaderName(), "token", csrf.getToken()));
        return view;
    }

    @PostMapping("/me/password")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void password(@RequestBody OldAndNew asked, HttpServletRequest request) {
        var caller = Caller.current().orElseThrow();
        Deed.to("user " + caller.name());
        own.change(caller, asked.old(), asked.fresh(), request);
    }

    private static Map<String, @Nullable Object> view(User user) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("id", user.id());
        view.put("name", user.name());
        view.put("level", user.level());
        view.put("disabled", user.disabled());
        view.put("created", user.created());
        return view;
    }
}
