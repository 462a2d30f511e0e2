package dev.drawbridge.console;

import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.drawbridge.connection.AcceptRefused;
import dev.drawbridge.jira.JiraTrouble;
import dev.drawbridge.rules.RuleBroken;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Failures as problem details (RFC 9457), each with one sentence. */
@RestControllerAdvice(basePackageClasses = Problems.class)
class Problems {

    @ExceptionHandler
    ProblemDetail on(AcceptRefused refused) {
        var problem = problem(HttpStatus.UNPROCESSABLE_ENTITY, refused.sentence());
        problem.setType(URI.create("urn:drawbridge:invitation:" + refused.reason()));
        return problem;
    }

    @ExceptionHandler
    ProblemDetail on(Refused refused) {
        var problem = problem(refused.status, String.valueOf(refused.getMessage()));
        if (refused.type != null) problem.setType(URI.create(refused.type));
        if (refused.field != null)
            problem.setProperty(
                    "errors", List.of(Map.of("field", refused.field, "message", String.valueOf(refused.getMessage()))));
        return problem;
    }

    /** Both texts are told: whoever wrote the one that was refused has to choose. */
    @ExceptionHandler
    ProblemDetail on(RuleMoved moved) {
        var problem = problem(HttpStatus.PRECONDITION_FAILED, String.valueOf(moved.getMessage()));
        problem.setProperty("version", moved.version());
        problem.setProperty("text", moved.text());
        problem.setProperty("difference", moved.difference());
        return problem;
    }

    @ExceptionHandler
    ProblemDetail on(RuleBroken broken) {
        var problem = problem(HttpStatus.UNPROCESSABLE_ENTITY, broken.sentence());
        problem.setProperty(
                "errors",
                List.of(Map.of(
                        "file",
                        broken.file(),
                        "line",
                        Objects.requireNonNullElse(broken.line(), 0),
                        "column",
                        Objects.requireNonNullElse(broken.column(), 0),
                        "text",
                        Objects.requireNonNullElse(broken.text(), ""),
                        "message",
                        String.valueOf(broken.getMessage()))));
        return problem;
    }

    @ExceptionHandler
    ProblemDetail on(WrongField wrong) {
        var sentence = String.valueOf(wrong.getMessage());
        var problem = problem(HttpStatus.UNPROCESSABLE_ENTITY, wrong.field + ": " + sentence);
        problem.setProperty("errors", List.of(Map.of("field", wrong.field, "message", sentence)));
        return problem;
    }

    @ExceptionHandler
    ProblemDetail on(IllegalArgumentException wrong) {
        return problem(HttpStatus.UNPROCESSABLE_ENTITY, String.valueOf(wrong.getMessage()));
    }

    @ExceptionHandler
    ProblemDetail on(IllegalStateException refused) {
        return problem(HttpStatus.CONFLICT, String.valueOf(refused.getMessage()));
    }

    @ExceptionHandler
    ProblemDetail on(NoSuchElementException absent) {
        return problem(HttpStatus.NOT_FOUND, String.valueOf(absent.getMessage()));
    }

    @ExceptionHandler
    ProblemDetail on(JiraTrouble trouble) {
        return problem(HttpStatus.BAD_GATEWAY, String.valueOf(trouble.getMessage()));
    }

    @ExceptionHandler
    ProblemDetail on(HttpMessageNotReadableException unreadable) {
        var detail = "The body is not the JSON that this call takes.";
        if (unreadable.getCause() instanceof UnrecognizedPropertyException unknown)
            detail = "There is no field '" + unknown.getPropertyName() + "' here.";
        if (unreadable.getCause() instanceof InvalidFormatException wrong)
            detail = "%s cannot be '%s'.".formatted(wrong.getPath().get(0).getFieldName(), wrong.getValue());
        if (unreadable.getRootCause() instanceof IllegalArgumentException refused)
            detail = String.valueOf(refused.getMessage());
        return problem(HttpStatus.UNPROCESSABLE_ENTITY, detail);
    }

    private static ProblemDetail problem(HttpStatus status, String detail) {
        return ProblemDetail.forStatusAndDetail(status, detail);
    }

    /** One field of what was sent cannot be. */
    static final class WrongField extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final String field;

        WrongField(String field, String sentence) {
            super(sentence);
            this.field = field;
        }
    }

    /** A refusal with its status and, where programs rely on it, its type. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final HttpStatus status;
        private final @org.jspecify.annotations.Nullable String type;
        private final @org.jspecify.annotations.Nullable String field;

        Refused(HttpStatus status, @org.jspecify.annotations.Nullable String type, String sentence) {
            this(status, type, null, sentence);
        }

        private Refused(
                HttpStatus status,
                @org.jspecify.annotations.Nullable String type,
                @org.jspecify.annotations.Nullable String field,
                String sentence) {
            super(sentence);
            this.status = status;
            this.type = type;
            this.field = field;
        }

        /** What a field holds does not go together with what there is already. */
        static Refused of(String field, String sentence) {
            return new Refused(HttpStatus.CONFLICT, null, field, sentence);
        }
    }
}
