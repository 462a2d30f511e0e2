package dev.drawbridge.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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

    private final Runs runs = new Runs(Duration.ofSeconds(10));

    @Test
    void versionsThatAreNoLongerUsedLeaveNoClassesBehind() {
        var classes = new ArrayList<WeakReference<Class<?>>>();
        var kept = rule(-1);
        for (var version = 0; version < VERSIONS; version++) {
            var rule = rule(version);
            if (version == VERSIONS / 2) kept = rule;
            runs.run(rule, bindings(), Runnable::run);
            classes.add(new WeakReference<>(rule.script()));
            if (version != VERSIONS / 2) new Rulebook("1", rule, rule, UserTable.EMPTY).retire();
        }
        await("all but the kept one are gone").atMost(Duration.ofSeconds(60)).until(() -> {
            System.gc();
            return classes.stream().filter(each -> each.get() != null).count() <= 2;
        });
        // The control: what is in use stays.
        assertThat(classes.get(VERSIONS / 2).get()).isSameAs(kept.script());
        runs.run(kept, bindings(), Runnable::run);
    }

    private static Rulebook.Rule rule(int version) {
        return Compiler.compile(
                "bridge/incoming.groovy",
                """
                class Helper { static twice(x) { x * 2 } }
                def texts = ["%d"].collect { it + '!' }
                issue.summary = texts.join(',')
                assert Helper.twice(%d) == %d
                """
                        .formatted(version, version, 2 * version));
    }

    private static Map<String, Object> bindings() {
        return new HashMap<>(Map.of("issue", new HashMap<>(), "list", List.of()));
    }
}
