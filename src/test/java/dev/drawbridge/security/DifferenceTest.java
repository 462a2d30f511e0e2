package dev.drawbridge.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What the audit tells of a change. */
class DifferenceTest {

    @Test
    void eachSettingSaysFromAndTo() {
        var difference = new Difference()
                .of("projects", List.of("ACM"), List.of("ACM", "OUT"))
                .of("merge", true, true)
                .of("notes", null, "new");

        assertThat(difference).hasToString("projects: [ACM] → [ACM, OUT]\nnotes: none → new");
    }

    @Test
    void secretsAreNeverTold() {
        var difference =
                new Difference().of("mailPassword", "old-one", "new-one").of("code", null, "DB1.x");

        assertThat(difference).hasToString("mailPassword: (changed)\ncode: (changed)");
    }

    @Test
    void aTextIsAUnifiedDiff() {
        assertThat(Difference.ofText("outgoing.groovy", "a\nb\n", "a\nc\n"))
                .isEqualTo("--- outgoing.groovy\n+++ outgoing.groovy\n@@ -1,2 +1,2 @@\n a\n-b\n+c");
    }
}
