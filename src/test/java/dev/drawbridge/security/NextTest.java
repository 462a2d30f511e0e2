package dev.drawbridge.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A link to the log-in page leads nobody to somebody else's page. */
class NextTest {

    @ParameterizedTest
    @CsvSource({
        "/connections,         /connections",
        "/a?b=c&d=%2F,         /a?b=c&d=%2F",
        "//evil.example,       /",
        "/\\evil.example,      /",
        "https://evil.example, /",
        "evil,                 /",
        "/login?out,           /",
        "'',                   /",
        ",                     /",
    })
    void onlyPagesOfThisNode(String asked, String page) {
        assertThat(Next.page(asked)).isEqualTo(page);
    }
}
