package dev.drawbridge.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.rules.guard.Running;
import dev.drawbridge.rules.guard.Stopped;
import dev.drawbridge.rules.guard.Stopwatch;
import groovy.lang.Binding;
import groovy.lang.Closure;
import groovy.lang.GroovyShell;
import groovy.lang.GroovySystem;
import java.security.Security;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each kind of attack in a harmless variant: without the guard it succeeds, with it it does not. */
class AttackTableTest {
    private static final String PROPERTY = "drawbridge.attack";

    private final Runs runs = new Runs(Duration.ofSeconds(10));

    static Stream<Arguments> attacks() {
        return Stream.of(
                Arguments.of("a class of Java by its full name", "java.lang.System.getProperty('user.dir') != null"),
                Arguments.of("a process", "'echo ran'.execute().text == 'ran\\n'"),
                Arguments.of("a file", "new File('pom.xml').text.contains('drawbridge')"),
                Arguments.of("an address", "new URL(\"file:pom.xml\").text.contains('drawbridge')"),
                Arguments.of("a class by its name", "''.class.forName('java.lang.Runtime').simpleName == 'Runtime'"),
                Arguments.of("a class loader", "this.class.classLoader.loadClass('java.lang.Runtime') != null"),
                Arguments.of(
                        "a method by a computed name",
                        "def x = 'exec'; 'echo ran'.\"${x + 'ute'}\"().text == 'ran\\n'"),
                Arguments.of("a method as a closure", "def c = 'echo ran'.&execute; c().text == 'ran\\n'"),
                Arguments.of(
                        "a static method as a closure", "def c = Runtime.&getRuntime; c().availableProcessors() > 0"),
                Arguments.of("a cast", "('pom.xml' as File).exists()"),
                Arguments.of("a list in place of a file", "File f = ['pom.xml']; f.exists()"),
                Arguments.of(
                        "code that runs while it is compiled",
                        "@groovy.transform.ASTTest(value = {\n System.setProperty('drawbridge.attack', 'ran')\n})\nclass X {}\n"
                                + "System.getProperty('drawbridge.attack') == 'ran'"),
                Arguments.of(
                        "another method for all texts",
                        "String.metaClass.attacked = { -> 'ran' }; ''.attacked() == 'ran'"),
                Arguments.of(
                        "the machine's cryptography",
                        "java.security.MessageDigest.getInstance('MD5').provider.put('drawbridge', 'ran') == null"),
                Arguments.of("a long call of the library", "(1..4_000_001).sum { 1 } == 4_000_001"),
                Arguments.of("much memory at one stroke", "('a' * 16_000_001).size() == 16_000_001"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("attacks")
    void succeedsWithoutTheGuard(String attack, String script) {
        assertThat(new GroovyShell().evaluate(script)).isEqualTo(true);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("attacks")
    void isStopped(String attack, String script) {
        assertThatThrownBy(() -> guarded(script))
                .isInstanceOfSatisfying(RuleBroken.class, broken -> assertThat(broken.sentence())
                        .startsWith("bridge/incoming.groovy, line ")
                        .containsAnyOf("A rule may not use", "too many for a rule"));
        assertThat(System.getProperty(PROPERTY)).isNull();
    }

    /** Runs it as an incoming rule. */
    void guarded(String rule) {
        runs.run(Compiler.compile("bridge/incoming.groovy", rule), new HashMap<>(), Runnable::run);
    }

    private static final List<String> ENDLESS = List.of(
            "helper.endRun(); def n = 0; while (n < 1000) { n++ }; n == 1000",
            "helper.endRun(); def n = 0; for (i in 1..1000) { n++ }; n == 1000",
            "helper.endRun(); (1..1000).collect { it }.size() == 1000",
            "helper.endRun() || !(('a' * 18 + '!') ==~ /(a+)+\\1b/)",
            "helper.endRun() || !(('a' * 18 + '!') =~ /(a+)+\\1b/).find()",
            "helper.endRun() || ('a' * 18 + '!').replaceAll('(a+)+\\\\1b', '').size() == 19");

    /** As far as it can be shown in a test that ends. */
    @ParameterizedTest
    @FieldSource("ENDLESS")
    void whatDoesNotEndGoesOnWithoutTheGuard(String script) {
        var binding = new Binding();
        binding.setVariable("helper", new EndHelper(() -> Thread.currentThread().interrupt()));
        try {
            assertThat(new GroovyShell(binding).evaluate(script)).isEqualTo(true);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @ParameterizedTest
    @FieldSource("ENDLESS")
    void whatDoesNotEndStopsWhenItIsToldTo(String script) throws ReflectiveOperationException {
        var binding = new Binding();
        var running = new Running(binding, new Stopwatch(System::nanoTime));
        binding.setVariable("helper", new EndHelper(running::stop));
        var rule = Compiler.compile("x.groovy", script)
                .script()
                .getDeclaredConstructor(Binding.class)
                .newInstance(binding);

        assertThatThrownBy(() -> running.around(rule::run)).isInstanceOf(Stopped.class);
    }

    /** Both kill only the call: the thread lives, and with the guard the error has its line. */
    @Test
    void aRuleThatCallsItselfWithoutEndIsOneError() {
        var script = "def f(n) { f(n + 1) }\nf(0)";

        assertThatThrownBy(() -> new GroovyShell().evaluate(script)).isInstanceOf(StackOverflowError.class);
        assertThatThrownBy(() -> runs.run(Compiler.compile("x.groovy", script), new HashMap<>(), Runnable::run))
                .isInstanceOfSatisfying(RuleBroken.class, broken -> assertThat(broken.sentence())
                        .startsWith("x.groovy, line 1: calls itself without end"));
    }

    /** The library can make threads for it, which no limit would hold. */
    @Test
    void codeOfARuleRunsInNoOtherThread() {
        var rule = "helper.elsewhere { 'ran' }";
        var free = new ThreadHelper();
        var binding = new Binding();
        binding.setVariable("helper", free);
        new GroovyShell(binding).evaluate(rule);
        assertThat(free.said).isEqualTo("ran");

        var guarded = new ThreadHelper();
        runs.run(Compiler.compile("x.groovy", rule), Map.of("helper", guarded), Runnable::run);
        assertThat(guarded.said).isInstanceOf(Stopped.class);
    }

    @AfterEach
    void tidy() {
        System.clearProperty(PROPERTY);
        GroovySystem.getMetaClassRegistry().removeMetaClass(String.class);
        Stream.of(Security.getProviders()).forEach(provider -> provider.remove("drawbridge"));
    }

    /** Tells the run from inside that it is over. */
    public static final class EndHelper {
        private final Runnable end;

        EndHelper(Runnable end) {
            this.end = end;
        }

        public boolean endRun() {
            end.run();
            return false;
        }
    }

    /** Runs something in a thread of its own. */
    public static final class ThreadHelper {
        private volatile @Nullable Object said;

        public void elsewhere(Closure<?> work) {
            var thread = new Thread(() -> {
                try {
                    said = work.call();
                } catch (Throwable failure) {
                    said = failure;
                }
            });
            thread.start();
            try {
                thread.join();
            } catch (InterruptedException over) {
                throw new IllegalStateException(over);
            }
        }
    }
}
