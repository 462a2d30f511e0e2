package dev.drawbridge.jira;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.drawbridge.twin.Found;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What was read ahead of a look serves it only while it is the newest that was read. */
class AheadTest {
    private static final long ISSUE = 10_001;

    private final Ahead ahead = new Ahead();
    private final Found found = found();

    @Test
    void servesOneLook() {
        ahead.put(found, ahead.mark());

        assertThat(ahead.take(ISSUE)).contains(found);
        assertThat(ahead.take(ISSUE)).isEmpty();
    }

    @Test
    void doesNotServeWhenSomethingWasReadSince() {
        ahead.put(found, ahead.mark());
        ahead.passed();

        assertThat(ahead.take(ISSUE)).isEmpty();
    }

    @Test
    void doesNotServeWhenSomethingWasReadWhileItWasRead() {
        var mark = ahead.mark();
        ahead.passed();
        ahead.put(found, mark);

        assertThat(ahead.take(ISSUE)).isEmpty();
    }

    private static Found found() {
        var bean = JsonNodeFactory.instance
                .objectNode()
                .put("id", String.valueOf(ISSUE))
                .put("key", "ACM-1");
        bean.putObject("fields")
                .put("created", "2026-11-25T10:00:00.000+0000")
                .put("updated", "2026-11-25T10:00:00.000+0000")
                .putObject("project")
                .put("key", "ACM");
        return new Found(NeutralIssue.of(bean, id -> java.util.Optional.empty()), Instant.EPOCH);
    }
}
