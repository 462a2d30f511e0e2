package dev.drawbridge.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.replica.Replica;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class CleanTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void nothingHiddenAndNothingThatTurnsTheDirectionIsLeft() {
        assertThat(Clean.text("a\u0000b\u0007c\u202Egpj.exe\u2066x\uFEFF")).isEqualTo("abcgpj.exex");
        assertThat(Clean.text("two\r\nlines\tand a tab, ä, 漢, 🙂")).isEqualTo("two\r\nlines\tand a tab, ä, 漢, 🙂");
        assertThat(Clean.line(" two\n lines\u202E ")).isEqualTo("two lines");
    }

    @Test
    void aSummaryIsOneLineAndOnlyTextsForReadersAreMarkup() throws IOException {
        var dirty = replica(
                """
                {"summary": "a\\nb", "description": "x", "labels": ["x"], "team": {"deep": ["x"]},
                 "comments": [{"id": "x", "body": "x", "author": {"displayName": "x"}}], "rank": 1, "gone": null}
                """);

        assertThat(Clean.of(dirty, text -> "<" + text + ">"))
                .isEqualTo(
                        replica(
                                """
                {"summary": "a b", "description": "<x>", "labels": ["x"], "team": {"deep": ["<x>"]},
                 "comments": [{"id": "x", "body": "<x>", "author": {"displayName": "x"}}], "rank": 1, "gone": null}
                """));
    }

    private static Replica replica(String json) throws IOException {
        return Replica.of((ObjectNode) JSON.readTree(json));
    }
}
