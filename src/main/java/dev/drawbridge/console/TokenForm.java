package dev.drawbridge.console;

import dev.drawbridge.security.Caller;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** What the pages with API tokens show: those that there are, and what a new one can be. */
@Component
class TokenForm {
    private final TokensApi api;
    private final Clock clock;

    TokenForm(TokensApi api, Clock clock) {
        this.api = api;
        this.clock = clock;
    }

    /** @param owner whose tokens; null for all that the caller may see */
    void offer(Model model, @Nullable Caller owner) {
        model.addAttribute(
                "tokens",
                ((List<?>) api.list().getOrDefault("items", List.of()))
                        .stream()
                                .filter(token -> owner == null
                                        || token instanceof Map<?, ?> view
                                                && owner.name().equalsIgnoreCase(String.valueOf(view.get("owner"))))
                                .toList());
        model.addAttribute("scopes", scopes().entrySet());
        model.addAttribute("expiries", expiries().entrySet());
    }

    private static Map<String, String> scopes() {
        var scopes = new LinkedHashMap<String, String>();
        scopes.put("read", "what a viewer sees");
        scopes.put("monitor", "health, metrics, the node and its connections");
        scopes.put("sync", "sync, unsync and connect single issues");
        scopes.put("admin", "everything that its owner may do");
        return scopes;
    }

    private Map<String, String> expiries() {
        var expiries = new LinkedHashMap<String, String>();
        expiries.put(after(90), "in 90 days");
        expiries.put(after(30), "in 30 days");
        expiries.put(after(365), "in a year");
        expiries.put("", "never");
        return expiries;
    }

    private String after(int days) {
        Instant at = clock.instant().plus(Duration.ofDays(days)).truncatedTo(ChronoUnit.MINUTES);
        return at.toString();
    }
}
