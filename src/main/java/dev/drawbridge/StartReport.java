package dev.drawbridge;

import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;

/** Says in one sentence why the node does not start; what nobody foresaw is left to those who show all of it. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class StartReport implements SpringBootExceptionReporter {
    private final Environment environment;

    StartReport(@org.jspecify.annotations.Nullable ConfigurableApplicationContext context) {
        environment = context == null ? new StandardEnvironment() : context.getEnvironment();
    }

    @Override
    public boolean reportException(Throwable failure) {
        var sentence = new StartSentence(environment).of(failure);
        sentence.ifPresent(text -> System.err.println("Drawbridge does not start. " + text));
        return sentence.isPresent();
    }
}
