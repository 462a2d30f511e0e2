package dev.drawbridge.security;

import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Objects;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.stereotype.Component;

/** Tells whoever may not come in why: programs by problem details (RFC 9457), people by a page. */
@Component
class Unwelcome implements AuthenticationEntryPoint, AccessDeniedHandler {
    /** The sentence for the page that is forwarded to. */
    static final String SENTENCE = Unwelcome.class.getName() + ".sentence";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Nobody is logged in, or not rightly. */
    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
            throws IOException {
        if (why instanceof TooManyGuesses many) {
            response.setHeader("Retry-After", String.valueOf(many.seconds()));
            problem(response, HttpStatus.TOO_MANY_REQUESTS, String.valueOf(many.getMessage()));
            return;
        }
        if (wantsPage(request) && request.getHeader("Authorization") == null) {
            response.sendRedirect(request.getContextPath() + "/login?next=" + here(request));
            return;
        }
        if (request.getHeader("HX-Request") != null)
            response.setHeader("HX-Redirect", request.getContextPath() + "/login");
        else if (isBearer(request)) response.setHeader("WWW-Authenticate", "Bearer error=\"invalid_token\"");
        else if (!isScriptOfPage(request)) response.setHeader("WWW-Authenticate", "Basic realm=\"Drawbridge\"");
        problem(response, HttpStatus.UNAUTHORIZED, sentence(request));
    }

    /** Somebody is logged in who may not. */
    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException why)
            throws IOException, ServletException {
        var sentence = sentence(why);
        if (!wantsPage(request)) {
            problem(response, HttpStatus.FORBIDDEN, sentence);
            return;
        }
        response.setStatus(HttpStatus.FORBIDDEN.value());
        request.setAttribute(SENTENCE, sentence);
        request.getRequestDispatcher("/login/refused").forward(request, response);
    }

    static void problem(HttpServletResponse response, HttpStatus status, String detail) throws IOException {
        var problem = new LinkedHashMap<String, Object>();
        problem.put("type", "about:blank");
        problem.put("title", status.getReasonPhrase());
        problem.put("status", status.value());
        problem.put("detail", detail);
        response.setStatus(status.value());
        response.setContentType("application/problem+json");
        response.getOutputStream().write(JSON.writeValueAsBytes(problem));
    }

    private static String sentence(HttpServletRequest request) {
        if (isBearer(request)) return "This token is not known here, was revoked, or is past its time.";
        if (request.getHeader("Authorization") != null) return "There is no user with this name and password.";
        return "Log in first: by Basic with name and password, or by Bearer with a token.";
    }

    private static String sentence(AccessDeniedException why) {
        if (why instanceof CsrfException)
            return "A change with the cookie of a session needs the token of its pages (X-XSRF-TOKEN, or _csrf in a form):"
                    + " load the page again.";
        if (why instanceof AuthorizationDeniedException denied
                && denied.getAuthorizationResult() instanceof Refusal refusal) return refusal.sentence();
        return "You may not do this.";
    }

    private static boolean isBearer(HttpServletRequest request) {
        return Objects.toString(request.getHeader("Authorization"), "").regionMatches(true, 0, "Bearer", 0, 6);
    }

    /** To whom a browser would open a window for a password that nobody has asked for. */
    private static boolean isScriptOfPage(HttpServletRequest request) {
        var mode = request.getHeader("Sec-Fetch-Mode");
        return request.getRequestURI().startsWith(request.getContextPath() + "/api/")
                && mode != null
                && !mode.equals("navigate");
    }

    private static boolean wantsPage(HttpServletRequest request) {
        var path = request.getRequestURI().substring(request.getContextPath().length());
        return Objects.toString(request.getHeader("Accept"), "").contains("text/html")
                && request.getHeader("HX-Request") == null
                && !path.startsWith("/api/")
                && !path.startsWith("/actuator");
    }

    private static String here(HttpServletRequest request) {
        if (!request.getMethod().equals("GET")) return "/";
        var query = request.getQueryString() == null ? "" : "?" + request.getQueryString();
        return URLEncoder.encode(
                request.getRequestURI().substring(request.getContextPath().length()) + query, StandardCharsets.UTF_8);
    }
}
