package dev.drawbridge.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Comments, worklogs and links that come within an edit of an issue. */
record EditParts(Work work, Viewer by, List<Step> steps) {
    static final Set<String> KNOWN = Set.of("comment", "worklog", "issuelinks");

    private record Step(String what, String verb, JsonNode value) {}

    EditParts(Work work, Viewer by) {
        this(work, by, new ArrayList<>());
    }

    void add(String what, String verb, JsonNode value) {
        if (!Set.of("add", "edit", "remove").contains(verb)) {
            throw Refusal.field(what, "Field with id '" + what + "' and operation '" + verb + "' cannot be set.");
        }
        steps.add(new Step(what, verb, value));
    }

    void apply(Issue issue) {
        for (var step : steps) {
            switch (step.what()) {
                case "comment" -> comment(issue, step);
                case "worklog" -> worklog(issue, step);
                default -> new Links(work).add(by, issue, step.value());
            }
        }
    }

    private void comment(Issue issue, Step step) {
        var talk = new Talk(work);
        var id = String.valueOf(Json.text(step.value(), "id"));
        switch (step.verb()) {
            case "add" -> talk.add(by, issue, step.value());
            case "edit" -> talk.edit(by, issue, talk.find(by, issue, id), step.value());
            default -> talk.delete(by, issue, talk.find(by, issue, id));
        }
    }

    private void worklog(Issue issue, Step step) {
        var time = new TimeSpent(work);
        var id = String.valueOf(Json.text(step.value(), "id"));
        switch (step.verb()) {
            case "add" -> time.add(by, issue, step.value(), TimeSpent.Adjust.AUTO);
            case "edit" -> time.edit(by, issue, time.find(by, issue, id), step.value(), TimeSpent.Adjust.AUTO);
            default -> time.delete(by, issue, time.find(by, issue, id), TimeSpent.Adjust.AUTO);
        }
    }
}
