package dev.drawbridge.jira;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NeutralFieldTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                // neutral type | as Jira shows it | in neutral form
                "text | 'plain' | 'plain'",
                "number | 8.5 | 8.5",
                "date | '2026-10-03' | '2026-10-03'",
                "datetime | '2026-10-19T10:29:29.908+1100' | '2026-10-18T23:29:29.908Z'",
                "datetime | 'whenever' | 'whenever'",
                "option | {'self':'x','value':'red','id':'1','disabled':false} | {'id':'1','value':'red'}",
                "options | [{'self':'x','value':'red','id':'1'}] | [{'id':'1','value':'red'}]",
                "cascade | {'value':'a','id':'1','child':{'value':'b','id':'2'}} | {'parent':{'id':'1','value':'a'},'child':{'id':'2','value':'b'}}",
                "cascade | {'value':'a','id':'1'} | {'parent':{'id':'1','value':'a'}}",
                "group | {'name':'g','self':'x'} | {'name':'g'}",
                "groups | [{'name':'g','self':'x'}] | [{'name':'g'}]",
                "project | {'self':'x','id':'1','key':'LIB','name':'Library'} | {'key':'LIB','name':'Library'}",
                "labels | ['b','a'] | ['a','b']",
                "epicLink | 'ACM-1' | {'urn':'ACM-1'}",
                "other | {'any':['thing']} | {'any':['thing']}",
            })
    void valuesAreReadByTheTypeOfTheirField(String type, String jira, String neutral) throws JsonProcessingException {
        assertThat(NeutralField.of(type, json(jira))).isEqualTo(json(neutral));
    }

    @Test
    void aSprintIsReadFromTheTextOfAnObject() throws JsonProcessingException {
        var text = "com.atlassian.greenhopper.service.sprint.Sprint@a88a698[id=3,rapidViewId=7,state=ACTIVE,"
                + "name=Week 12, [the last],startDate=2026-03-01T09:00:00.000+01:00,endDate=<null>,completeDate=<null>,"
                + "activatedDate=<null>,sequence=3,goal=a=b, c]";

        assertThat(NeutralField.of("sprint", json("[]")).isEmpty()).isTrue();
        var sprints = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance
                .arrayNode()
                .add(TextNode.valueOf(text));
        assertThat(NeutralField.of("sprint", sprints))
                .isEqualTo(
                        json(
                                "[{'id':'3','name':'Week 12, [the last]','state':'ACTIVE','startDate':'2026-03-01T09:00:00.000+01:00','originBoardId':'7'}]"));
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return JsonMapper.builder().build().readTree(text.replace('\'', '"'));
    }
}
