package dev.drawbridge.replica;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentityTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                // type | one value | another that says the same
                "option | {'id':'1','value':'Red'} | {'id':'7','value':'Red'}",
                "options | [{'id':'1','value':'Red'},{'id':'2','value':'Blue'}] | [{'value':'Blue'},{'value':'Red'}]",
                "cascade | {'parent':{'id':'1','value':'A'},'child':{'id':'2','value':'B'}} | {'parent':{'value':'A'},'child':{'value':'B'}}",
                "user | {'username':'ada','displayName':'Ada','email':'a@b'} | {'username':'ada','active':true}",
                "users | [{'username':'ada'},{'username':'bob','key':'k'}] | [{'username':'bob'},{'username':'ada'}]",
                "group | {'name':'g','self':'x'} | {'name':'g'}",
                "version | {'id':'1','name':'1.0','released':false} | {'id':'9','name':'1.0','released':true}",
                "versions | [{'name':'1.0','releaseDate':'2026-01-01'}] | [{'name':'1.0'}]",
                "project | {'key':'LIB','name':'Library'} | {'key':'LIB','name':'Books'}",
                "labels | ['b','a'] | ['a','b']",
                "epicLink | {'urn':'A-1','id':'10'} | {'urn':'A-1'}",
                "sprint | [{'id':'1','name':'Old','state':'CLOSED'},{'id':'2','name':'New','state':'ACTIVE'}] | [{'id':'7','name':'New','state':'future'}]",
                "sprint | [{'id':'1','name':'Old','state':'CLOSED'}] | null",
            })
    void extraFactsMakeNoChange(String type, String one, String other) throws JsonProcessingException {
        assertThat(Canonical.same(Identity.ofField(field(type, one)), Identity.ofField(field(type, other))))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "option | {'value':'Red'} | {'value':'Blue'}",
                "cascade | {'parent':{'value':'A'},'child':{'value':'B'}} | {'parent':{'value':'A'}}",
                "user | {'username':'ada'} | {'username':'bob','displayName':'ada'}",
                "labels | ['a'] | ['a','b']",
                "sprint | [{'id':'1','name':'One','state':'ACTIVE'}] | [{'id':'1','name':'Two','state':'ACTIVE'}]",
                "other | {'name':'x','size':1} | {'name':'x','size':2}",
                "other | ['b','a'] | ['a','b']",
            })
    void anotherValueIsAChange(String type, String one, String other) throws JsonProcessingException {
        assertThat(Canonical.same(Identity.ofField(field(type, one)), Identity.ofField(field(type, other))))
                .isFalse();
    }

    @Test
    void fieldsOfAnIssueAreFoundByTheirNames() throws JsonProcessingException {
        var issue = (ObjectNode)
                json(
                        "{'priority':{'id':'1','name':'High'},'customFields':{'10001':{'type':'option','value':{'id':'3','value':'Red'}}}}");

        assertThat(Identity.in(issue, "priority")).isEqualTo(json("{'name':'High'}"));
        assertThat(Identity.in(issue, "customFields.10001")).isEqualTo(json("{'value':'Red'}"));
        assertThat(Identity.in(issue, "customFields.10002")).isNull();
    }

    private static JsonNode field(String type, String value) throws JsonProcessingException {
        return ((ObjectNode) json("{'type':'" + type + "'}")).set("value", json(value));
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return Objects.requireNonNull(JsonMapper.builder().build().readTree(text.replace('\'', '"')));
    }
}
