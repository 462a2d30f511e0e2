package dev.drawbridge.replica;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WasTest {

    @Test
    void onlyWhatDiffersAndWasToldBeforeIsNamed() {
        var was = Was.between(
                replica("{'summary':'a','due':null,'labels':['x'],'comments':[1],'gone':1}"),
                replica("{'summary':'b','due':'2026-01-31','labels':['x'],'comments':[2],'new':1}"));

        assertThat(was).isEqualTo(json("{'summary':'a','due':null}"));
    }

    @Test
    void eachCustomFieldIsAPropertyOfItsOwn() {
        var now = replica("{'customFields':{'1':'b','2':'x','3':'new'}}");
        var was = Was.between(replica("{'customFields':{'1':'a','2':'x'}}"), now);

        assertThat(was).isEqualTo(json("{'customFields':{'1':'a'}}"));
        assertThat(Was.putBack(now, was)).isEqualTo(replica("{'customFields':{'1':'a','2':'x','3':'new'}}"));
    }

    @Test
    void aReplacedEventKeepsTheOlderFormerValue() {
        var older = unsent("{'summary':'b','due':'1'}", "{'summary':'a','due':'0'}", "priority");
        var whole = older.replacedBy(unsent("{'summary':'c','due':'0'}", "{'summary':'b','due':'1'}", "due"));

        assertThat(whole).isEqualTo(unsent("{'summary':'c','due':'0'}", "{'summary':'a'}", "priority", "due"));
    }

    @Test
    void aReplacedEventKeepsFormerValuesOfCustomFieldsOneByOne() {
        var older = unsent("{'customFields':{'1':'b','2':'x'}}", "{'customFields':{'1':'a'}}");
        var whole =
                older.replacedBy(unsent("{'customFields':{'1':'b','2':'y','3':'n'}}", "{'customFields':{'2':'x'}}"));

        assertThat(whole.was()).isEqualTo(json("{'customFields':{'1':'a','2':'x'}}"));
    }

    @Test
    void whatAnApplyWroteDoesNotTravelBack() {
        var waiting = unsent(
                "{'summary':'b','customFields':{'1':'b','2':'y'}}",
                "{'summary':'a','customFields':{'1':'a','2':'x'}}",
                "summary",
                "customFields.2");
        var applied = replica("{'summary':'b','customFields':{'1':'b','2':'theirs'}}");

        assertThat(waiting.afterApply(applied, Set.of("customFields.2")))
                .isEqualTo(unsent(
                        "{'summary':'b','customFields':{'1':'b','2':'theirs'}}",
                        "{'summary':'a','customFields':{'1':'a'}}",
                        "summary"));
    }

    @Test
    void aLabelThatWaitsToBeToldSurvivesAnApplyOfTheirs() {
        var waiting = unsent("{'labels':['mine','old']}", "{'labels':['old']}");

        assertThat(waiting.afterApply(replica("{'labels':['mine','theirs']}"), Set.of("labels")))
                .isEqualTo(unsent("{'labels':['mine','theirs']}", "{'labels':['theirs']}"));
    }

    private static Unsent unsent(String replica, String was, String... asserted) {
        return new Unsent(replica(replica), json(was), Set.of(asserted));
    }

    private static Replica replica(String json) {
        return Replica.of(json(json));
    }

    private static ObjectNode json(String json) {
        try {
            return (ObjectNode) new ObjectMapper().readTree(json.replace('\'', '"'));
        } catch (JsonProcessingException wrong) {
            throw new AssertionError(wrong);
        }
    }
}
