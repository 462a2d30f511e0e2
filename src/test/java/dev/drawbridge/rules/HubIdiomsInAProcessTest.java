package dev.drawbridge.rules;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;

/** The same rules in a process of their own. */
class HubIdiomsInAProcessTest extends HubIdiomsTest {
    private static final Isolation PROCESSES = new Isolation(Duration.ofSeconds(10), 128, 1);

    @Override
    Desk desk() {
        return new Desk().in(PROCESSES);
    }

    @AfterAll
    static void end() {
        PROCESSES.close();
    }
}
