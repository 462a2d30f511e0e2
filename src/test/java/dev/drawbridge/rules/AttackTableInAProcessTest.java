package dev.drawbridge.rules;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;

/** The same table where rules run in a process of their own. */
class AttackTableInAProcessTest extends AttackTableTest {
    private static final Isolation PROCESSES = new Isolation(Duration.ofSeconds(10), 128, 1);

    @AfterAll
    static void end() {
        PROCESSES.close();
    }

    @Override
    void guarded(String rule) {
        new Desk().in(PROCESSES).incoming(rule, "{id: '10'}", "{}", null);
    }
}
