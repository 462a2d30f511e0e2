package dev.drawbridge.rules;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The same attacks in a process of their own. */
class GuardInAProcessTest extends GuardTest {
    private static final Map<Duration, Isolation> PROCESSES = new HashMap<>();

    private static final String ISSUE = "{id: '10', customFields: {'10001': {id: '10001', name: 'Severity'}}}";

    @BeforeAll
    @AfterAll
    static void end() {
        PROCESSES.values().forEach(Isolation::close);
        PROCESSES.clear();
    }

    @Override
    void run(String rule, Duration limit) {
        var processes = PROCESSES.computeIfAbsent(limit, time -> new Isolation(time, 128, 1));
        new Desk().in(processes).incoming("map = [a: 1]; list = ['a', 'b'];" + rule, ISSUE, "{}", null);
    }
}
