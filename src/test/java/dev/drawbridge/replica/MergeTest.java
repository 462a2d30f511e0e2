package dev.drawbridge.replica;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.drawbridge.replica.Merge.Wanted;
import java.util.List;
import java.util.Objects;
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

    @ParameterizedTest
    @CsvSource({
        // type, whether elements come and go one by one
        "labels, true",
        "options, true",
        "users, true",
        "groups, true",
        "versions, true",
        "text, false",
        "textarea, false",
        "number, false",
        "date, false",
        "datetime, false",
        "option, false",
        "cascade, false",
        "user, false",
        "group, false",
        "version, false",
        "project, false",
        "epicLink, false",
        "sprint, false",
        "other, false",
    })
    void aCustomFieldIsASetByItsType(String type, boolean set) {
        assertThat(Merge.isSet("customFields.10001", entry(type))).isEqualTo(set);
        assertThat(Merge.isSet("customFields/10001", entry(type))).isEqualTo(set);
        assertThat(Merge.isSet("customFields.10001", null)).isFalse();
        assertThat(Merge.isSet("custom", entry(type))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // was there, now there, here, result; nothing where it stays as it is
                "a, a, a, -",
                "a, a, b, -",
                "a, a b, a, a b",
                "a, a b, a c, a c b",
                "a, a b, b, -",
                "a b, a, a b, a",
                "a b, a, a b c, a c",
                "a b, a, a c, -",
                "a b, b, a, ''",
                "a, b, a, b",
                "a, b, c, c b",
                "a b, '', a b c, c",
                "'', a, '', a",
                "-, a, c, c a",
                "a, -, a c, c",
            })
    void whatCameAndWentThereComesAndGoesHere(
            @Nullable String was, @Nullable String now, String current, @Nullable String result) {
        var wanted = new Wanted(things("value", now), things("value", was), false);

        var outcome = Merge.set(things("value", current), List.of(wanted));

        if (result == null) assertThat(outcome).isEqualTo(new Merge.Leave());
        else assertThat(outcome).isEqualTo(new Merge.Apply(Objects.requireNonNull(things("value", result))));
    }

    @ParameterizedTest
    @CsvSource({"value", "name", "username"})
    void elementsAreTheSameWhenWhatIdentifiesThemIs(String key) {
        var theirs = JsonNodeFactory.instance.arrayNode();
        theirs.addObject().put("id", "77").put(key, "A").put("description", "there");
        var ours = JsonNodeFactory.instance.arrayNode();
        ours.addObject().put("id", "5").put(key, "A");

        assertThat(Merge.set(ours, List.of(new Wanted(theirs, null, false)))).isEqualTo(new Merge.Leave());
    }

    private static JsonNode entry(String type) {
        return JsonNodeFactory.instance.objectNode().put("id", "10001").put("type", type);
    }

    private static @Nullable JsonNode things(String key, @Nullable String values) {
        if (values == null) return null;
        var array = JsonNodeFactory.instance.arrayNode();
        for (var value : values.split(" "))
            if (!value.isEmpty()) array.addObject().put(key, value);
        return array;
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
