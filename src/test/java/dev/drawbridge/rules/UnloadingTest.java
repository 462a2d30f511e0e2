package dev.drawbridge.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An administrator saves rules all day long. */
class UnloadingTest {
    private static final int VERSIONS = 1_000;

    /** A version has four classes: the rule, a class in it, and two closures. */
    private static final int CLASSES = 4 * VERSIONS;

    private final Runs runs = new Runs(Duration.ofSeconds(10));
    private final ClassLoadingMXBean loaded = ManagementFactory.getClassLoadingMXBean();
    private final List<WeakReference<ClassLoader>> loaders = new ArrayList<>();

    @Test
    void versionsThatAreNoLongerUsedLeaveNoClassesBehind() {
        use(rule(-1));
        System.gc();
        var before = loaded.getLoadedClassCount();

        var held = new ArrayList<Rulebook.Rule>();
        for (var version = 0; version < VERSIONS; version++) {
            var rule = rule(version);
            use(rule);
            loaders.add(new WeakReference<>(rule.script().getClassLoader()));
            held.add(rule);
        }
        System.gc();
        assertThat(alive())
                .as("the control: versions that somebody holds on to")
                .isEqualTo(VERSIONS);
        // Classes of tests that ran before in this machine may go meanwhile, so the number is not exact.
        assertThat(loaded.getLoadedClassCount() - before).isGreaterThan(CLASSES / 2);

        held.forEach(rule -> new Rulebook("1", rule, rule, UserTable.EMPTY).retire());
        held.clear();
        await("all are gone but the one that a thread ran last")
                .atMost(Duration.ofSeconds(60))
                .until(() -> {
                    System.gc();
                    return alive() <= 1;
                });
        assertThat(loaded.getLoadedClassCount() - before).isLessThan(CLASSES / 10);
    }

    private long alive() {
        return loaders.stream().filter(each -> each.get() != null).count();
    }

    private void use(Rulebook.Rule rule) {
        runs.run(rule, new HashMap<>(Map.of("issue", new HashMap<>())), Runnable::run);
    }

    private static Rulebook.Rule rule(int version) {
        return Compiler.compile(
                "bridge/incoming.groovy",
                """
                class Numbers { static twice(x) { [x].collect { it * 2 }[0] } }
                def texts = ["%d"].collect { it + '!' }
                issue.summary = texts.join(',')
                assert Numbers.twice(%d) == %d
                """
                        .formatted(version, version, 2 * version));
    }
}
