package dev.drawbridge.console;

import dev.drawbridge.security.ApiToken;
import dev.drawbridge.security.ApiTokens;
import dev.drawbridge.security.Caller;
import dev.drawbridge.security.Deed;
import dev.drawbridge.security.Difference;
import dev.drawbridge.security.Level;
import dev.drawbridge.security.Scope;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Tokens of programs: one's own, and for administrators everybody's. */
@RestController
@RequestMapping("/api/v1/tokens")
class TokensApi {
    private final ApiTokens tokens;

    TokensApi(ApiTokens tokens) {
        this.tokens = tokens;
    }

    /** @param expiresAt null for never */
    record Wanted(String name, Set<Scope> scopes, @Nullable Instant expiresAt) {
        Wanted {
            Required.field("name", name);
            Required.field("scopes", scopes);
        }
    }

    @GetMapping
    Map<String, @Nullable Object> list() {
        return Pages.whole(tokens.all().stream()
                .filter(token -> isForCaller(token))
                .map(TokensApi::view)
                .toList());
    }

    /** The one time that the token itself is told. */
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Map<String, @Nullable Object> make(@RequestBody Wanted wanted) {
        Deed.to("token " + wanted.name());
        Deed.difference(new Difference()
                .of(
                        "scopes",
                        null,
                        new TreeSet<>(wanted.scopes()).stream().map(Scope::word).toList())
                .of("expires", null, wanted.expiresAt())
                .toString());
        var made = tokens.make(Caller.current().orElseThrow(), wanted.name(), wanted.scopes(), wanted.expiresAt());
        var view = view(made.token());
        view.put("token", made.secret());
        return view;
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(@PathVariable UUID id) {
        var token = tokens.find(id)
                .filter(TokensApi::isForCaller)
                .orElseThrow(() -> new NoSuchElementException("There is no token " + id + " of yours."));
        Deed.to("token %s of %s".formatted(token.name(), token.owner()));
        tokens.revoke(id);
    }

    private static boolean isForCaller(ApiToken token) {
        var caller = Caller.current().orElseThrow();
        return caller.level() == Level.ADMINISTRATOR || caller.name().equalsIgnoreCase(token.owner());
    }

    private static Map<String, @Nullable Object> view(ApiToken token) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("id", token.id());
        view.put("name", token.name());
        view.put("scopes", token.scopes());
        view.put("owner", token.owner());
        view.put("created", token.created());
        view.put("lastUsed", token.lastUsed());
        view.put("expiresAt", token.expiresAt());
        return view;
    }
}
