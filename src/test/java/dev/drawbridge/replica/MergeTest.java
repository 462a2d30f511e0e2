package dev.drawbridge.replica;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.drawbridge.replica.Merge.Wanted;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MergeTest {

    @ParameterizedTest
    @CsvSource({
        // was, now, asserted, current, changedHere, weWin, outcome
        "a, a, false, b, false, false, Leave",
        "a, a, false, b, false, true, Leave",
        "a, a, false, b, true, false, Leave",
        "a, a, false, b, true, true, Leave",
        "a, c, false, a, false, false, Apply",
        "a, c, false, a, false, true, Apply",
        "a, c, false, c, false, false, Leave",
        "a, c, false, c, false, true, Leave",
        "a, c, false, b, true, false, Yield",
        "a, c, false, b, true, true, Keep",
        "a, c, false, c, true, false, Yield",
        "a, c, false, c, true, true, Keep",
        "a, a, true, b, false, false, Apply",
        "a, a, true, b, false, true, Apply",
        "a, a, true, a, false, false, Leave",
        "a, a, true, b, true, false, Yield",
        "a, a, true, b, true, true, Keep",
        "a, a, true, a, true, false, Yield",
        "a, a, true, a, true, true, Keep",
    })
    void everyCombinationHasOneOutcome(
            String was, String now, boolean asserted, String current, boolean here, boolean win, String outcome) {
        var wanted = List.of(new Wanted(text(now), text(was), asserted));

        assertThat(Merge.field("summary", text(current), wanted, here, win)
                        .getClass()
                        .getSimpleName())
                .isEqualTo(outcome);
    }

    @Test
    void whatLosesIsNamed() {
        var wanted = List.of(new Wanted(text("theirs"), text("old"), false));

        assertThat(Merge.field("summary", text("ours"), wanted, true, true)).isEqualTo(new Merge.Keep(text("theirs")));
        assertThat(Merge.field("summary", text("ours"), wanted, true, false))
                .isEqualTo(new Merge.Yield(text("theirs"), text("ours")));
    }

    @Test
    void anOlderEventOfTheBatchCountsThoughTheNewestChangedNothing() {
        var wanted = List.of(new Wanted(text("b"), text("a"), false), new Wanted(text("b"), text("b"), false));

        assertThat(Merge.field("summary", text("a"), wanted, false, false)).isEqualTo(new Merge.Apply(text("b")));
        assertThat(Merge.field("summary", text("a"), wanted.subList(1, 2), false, false))
                .isEqualTo(new Merge.Leave());
    }

    @Test
    void nothingSaidAndEmptyAreTheSame() {
        var cleared = List.of(new Wanted(NullNode.getInstance(), text("x"), false));

        assertThat(Merge.field("due", null, cleared, false, false)).isEqualTo(new Merge.Leave());
        assertThat(Merge.field("due", text("x"), cleared, false, false))
                .isEqualTo(new Merge.Apply(NullNode.getInstance()));
        assertThat(Merge.field(
                        "due", text("x"), List.of(new Wanted(null, NullNode.getInstance(), false)), false, false))
                .isEqualTo(new Merge.Leave());
    }

    @Test
    void labelsTakeWhatCameAndWentWhoeverWins() {
        var wanted = List.of(
                new Wanted(list("a", "b"), list("a"), false), new Wanted(list("b", "c"), list("a", "b"), false));

        for (var win : new boolean[] {true, false})
            assertThat(Merge.field("labels", list("a", "mine"), wanted, true, win))
                    .isEqualTo(new Merge.Apply(list("mine", "b", "c")));
    }

    @Test
    void componentsAreTheSameWhenTheirNamesAre() {
        var theirs = JsonNodeFactory.instance.arrayNode();
        theirs.addObject().put("id", "77").put("name", "Web");
        var ours = JsonNodeFactory.instance.arrayNode();
        ours.addObject().put("id", "5").put("name", "Web");

        assertThat(Merge.field("components", ours, List.of(new Wanted(theirs, null, false)), false, false))
                .isEqualTo(new Merge.Leave());
    }

    private static JsonNode text(@Nullable String value) {
        return TextNode.valueOf(value);
    }

    private static JsonNode list(String... values) {
        var array = JsonNodeFactory.instance.arrayNode();
        for (var value : values) array.add(value);
        return array;
    }
}
