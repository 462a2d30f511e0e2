package dev.drawbridge.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.sandbox.Issue.Comment;
import java.util.Comparator;
import java.util.Objects;

/** Comments; their properties are told only when asked for, and only here. */
final class RestComments {
    private static final String PATH = "issue/{issue}/comment";
    private final Talk talk;
    private final Site site;

    RestComments(Work work) {
        talk = new Talk(work);
        site = work.site();
    }

    void on(Routes.Under api) {
        api.get(PATH, this::list)
                .post(PATH, call -> Reply.json(201, bean(call, talk.add(call.viewer(), call.issue(), call.body()))))
                .get(PATH + "/{comment}", call -> Reply.ok(bean(call, found(call))))
                .put(PATH + "/{comment}", this::edit)
                .delete(PATH + "/{comment}", this::delete);
    }

    private Reply list(Call call) {
        var issue = call.issue();
        var order = Objects.requireNonNullElse(call.asked("orderBy"), "created");
        var byAge = Comparator.comparing((Comment comment) -> comment.created);
        var all = issue.comments.stream()
                .filter(comment -> call.viewer().sees(issue, comment.visibility))
                .sorted(order.startsWith("-") ? byAge.reversed() : byAge)
                .toList();
        // Before 10, whoever asked for no number got all of them.
        var paging = Paging.of(call, site.major() < 10 ? Math.max(50, all.size()) : 50);
        return Reply.ok(paging.page("comments", all, comment -> bean(call, comment)));
    }

    private Reply edit(Call call) {
        var comment = found(call);
        talk.edit(call.viewer(), call.issue(), comment, call.body());
        return Reply.ok(bean(call, comment));
    }

    private Reply delete(Call call) {
        talk.delete(call.viewer(), call.issue(), found(call));
        return Reply.nothing();
    }

    private Comment found(Call call) {
        return talk.find(call.viewer(), call.issue(), call.variable("comment"));
    }

    private static ObjectNode bean(Call call, Comment comment) {
        var bean = call.beans().comment(call.issue(), comment);
        if (call.expand().contains("renderedBody")) {
            bean.put("renderedBody", Rendered.html(comment.body));
        }
        if (call.expand().contains("properties")) {
            var properties = bean.putArray("properties");
            comment.properties.forEach(
                    (key, value) -> properties.addObject().put("key", key).set("value", value));
        }
        return bean;
    }
}
