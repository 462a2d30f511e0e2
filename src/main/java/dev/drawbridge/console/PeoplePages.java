package dev.drawbridge.console;

import dev.drawbridge.security.Caller;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Who did what, and what is one's own. */
@Controller
class PeoplePages implements ConsolePage {
    private static final int ROWS = 100;

    private final AuditApi audit;
    private final TokenForm tokens;

    PeoplePages(AuditApi audit, TokenForm tokens) {
        this.audit = audit;
        this.tokens = tokens;
    }

    /** @param from a day in UTC */
    @GetMapping("/audit")
    String audit(
            @RequestParam(required = false) @Nullable String connection,
            @RequestParam(required = false) @Nullable String who,
            @RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate from,
            @RequestParam(required = false) @Nullable Long cursor,
            Model model) {
        var since = from == null ? null : from.atStartOfDay(ZoneOffset.UTC).toInstant();
        model.addAllAttributes(audit.list(filled(connection), filled(who), since, ROWS, cursor));
        if (!model.containsAttribute("next")) model.addAttribute("next", null);
        model.addAttribute("connection", connection);
        model.addAttribute("who", who);
        model.addAttribute("from", from);
        return "console/audit";
    }

    @GetMapping("/me")
    String me(Model model) {
        var caller = Caller.current().orElseThrow();
        model.addAttribute("me", caller);
        tokens.offer(model, caller);
        return "console/me";
    }

    /** An empty field of a form filters nothing. */
    private static @Nullable String filled(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
