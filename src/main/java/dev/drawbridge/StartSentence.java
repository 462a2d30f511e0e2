package dev.drawbridge;

import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.convert.ConversionFailedException;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;

/** Finds, in what stopped the start, the one sentence that tells the operator what to mend. */
final class StartSentence {
    private static final Map<Class<?>, String> EXAMPLES = Map.of(
            Duration.class, "a duration such as 500ms, 30s, 5m or 72h",
            DataSize.class, "a size such as 512KB, 10MB or 2GB",
            boolean.class, "true or false",
            int.class, "a whole number",
            long.class, "a whole number",
            Integer.class, "a whole number",
            URI.class, "a URL such as https://jira.example/jira",
            Path.class, "the name of a file or folder");

    private final Environment environment;

    StartSentence(Environment environment) {
        this.environment = environment;
    }

    /** Empty when the failure is none that an operator could mend: then the whole of it must be shown. */
    Optional<String> of(Throwable failure) {
        var chain = chain(failure);
        return chain.stream()
                .map(this::known)
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> ours(chain))
                .or(() -> wrongValue(chain))
                .or(() -> store(chain))
                .or(() -> routes(chain))
                .map(StartSentence::oneLine);
    }

    private Optional<String> known(Throwable cause) {
        if (cause instanceof StartRefused refused) return Optional.of(refused.sentence());
        if (cause instanceof PortInUseException taken) return Optional.of(taken(taken.getPort()));
        return Optional.empty();
    }

    private String taken(int port) {
        var peers = environment.getProperty("drawbridge.peer.port", Integer.class, 8081);
        var setting = peers == port ? "drawbridge.peer.port" : "server.port";
        return "%s: port %d is in use by another process: stop that one or choose another port."
                .formatted(setting, port);
    }

    /** What our own code threw was written for the operator. */
    private static Optional<String> ours(List<Throwable> chain) {
        return chain.stream()
                .filter(StartSentence::isARefusal)
                .map(Throwable::getMessage)
                .filter(message -> message != null && !message.isBlank())
                .reduce((outer, inner) -> inner);
    }

    private static boolean isARefusal(Throwable cause) {
        var stack = cause.getStackTrace();
        var refusal = cause instanceof IllegalArgumentException
                || cause instanceof IllegalStateException
                || cause instanceof UncheckedIOException;
        return refusal && stack.length > 0 && stack[0].getClassName().startsWith("dev.drawbridge.");
    }

    private static Optional<String> wrongValue(List<Throwable> chain) {
        var wrong = chain.stream()
                .filter(BindException.class::isInstance)
                .map(BindException.class::cast)
                .reduce((outer, inner) -> inner);
        return wrong.map(bind -> "%s: '%s' is not %s."
                .formatted(
                        bind.getName(),
                        given(chain, bind),
                        example(bind.getTarget().getType().resolve())));
    }

    private static @Nullable Object given(List<Throwable> chain, BindException bind) {
        var property = bind.getProperty();
        if (property != null) return property.getValue();
        return chain.stream()
                .filter(ConversionFailedException.class::isInstance)
                .map(cause -> ((ConversionFailedException) cause).getValue())
                .findFirst()
                .orElse("");
    }

    private static String example(@Nullable Class<?> type) {
        if (type == null) return "a value that can be used here";
        if (type.isEnum()) return "one of " + List.of(type.getEnumConstants());
        return EXAMPLES.getOrDefault(type, "a value that can be used here");
    }

    private static Optional<String> store(List<Throwable> chain) {
        return chain.stream()
                .filter(SQLException.class::isInstance)
                .map(cause ->
                        "spring.datasource.url: the store cannot be opened (%s): check the URL, the user and that nobody else has it open."
                                .formatted(firstLine(cause)))
                .reduce((outer, inner) -> inner);
    }

    private static Optional<String> routes(List<Throwable> chain) {
        var camel = chain.stream()
                .filter(cause -> cause.getClass().getName().startsWith("org.apache.camel."))
                .reduce((outer, inner) -> inner);
        return camel.map(cause -> "drawbridge.routes-dir: a route cannot be used: %s".formatted(firstLine(cause)));
    }

    private static String firstLine(Throwable cause) {
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("").strip();
    }

    private static String oneLine(String sentence) {
        return sentence.replaceAll("\\s*\\R\\s*", " ");
    }

    private static List<Throwable> chain(Throwable failure) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable cause = failure; cause != null && !chain.contains(cause); cause = cause.getCause())
            chain.add(cause);
        return chain;
    }
}
