package dev.drawbridge.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Where people log in, and where the first of them comes from. */
@Controller
class LoginPages {
    private static final String NAME = "the first administrator";

    private final FirstStart firstStart;
    private final Guesses guesses;
    private final Audit audit;

    LoginPages(FirstStart firstStart, Guesses guesses, Audit audit) {
        this.firstStart = firstStart;
        this.guesses = guesses;
        this.audit = audit;
    }

    @GetMapping("/login")
    String login(
            @RequestParam(required = false) @Nullable String next,
            @RequestParam(required = false) @Nullable String out,
            @RequestParam(required = false) @Nullable String made,
            Model model) {
        if (Caller.current().isPresent()) return "redirect:" + Next.page(next);
        if (out != null) model.addAttribute("note", "You are logged out.");
        if (made != null) model.addAttribute("note", "The administrator is made: log in.");
        return page(next, model);
    }

    /** After a log-in that failed; its status is set already. */
    @PostMapping("/login/again")
    String again(HttpServletRequest request, Model model) {
        model.addAttribute("problem", request.getAttribute(Unwelcome.SENTENCE));
        return page(request.getParameter("next"), model);
    }

    @PostMapping("/login/first")
    String first(
            @RequestParam String token,
            @RequestParam String user,
            @RequestParam String password,
            @RequestParam String again,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        var from = request.getRemoteAddr();
        var wait = guesses.before(NAME, from);
        if (!wait.isZero()) {
            var many = new TooManyGuesses(wait);
            response.setHeader("Retry-After", String.valueOf(many.seconds()));
            return refused(HttpStatus.TOO_MANY_REQUESTS, many, response, model);
        }
        try {
            if (!password.equals(again)) throw new IllegalArgumentException("The two passwords differ.");
            var made = firstStart.make(token, user, password);
            audit.note(made.name(), "first-start token", "makes the first administrator", "from " + from);
            return "redirect:/login?made";
        } catch (IllegalArgumentException | IllegalStateException refused) {
            guesses.wrong(NAME, from);
            return refused(HttpStatus.UNPROCESSABLE_ENTITY, refused, response, model);
        }
    }

    /** Something that whoever is logged in may not see. */
    @RequestMapping("/login/refused")
    String refused(HttpServletRequest request, Model model) {
        model.addAttribute(
                "problem", Objects.toString(request.getAttribute(Unwelcome.SENTENCE), "You may not do this."));
        return "refused";
    }

    private String refused(HttpStatus status, RuntimeException why, HttpServletResponse response, Model model) {
        response.setStatus(status.value());
        model.addAttribute("problem", why.getMessage());
        return page(null, model);
    }

    private String page(@Nullable String next, Model model) {
        model.addAttribute("next", Next.page(next));
        model.addAttribute("first", firstStart.wanted().orElse(null));
        return "login";
    }
}
