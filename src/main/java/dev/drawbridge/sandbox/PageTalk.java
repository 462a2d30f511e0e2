package dev.drawbridge.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Comments and attachments: added, changed, deleted. */
record PageTalk(Desk desk, Talk talk, PageIssues issues) {
    void on() {
        desk.takes("/secure/AddComment.jspa", this::add, issues::again)
                .takes("/secure/EditComment.jspa", this::edit, issues::again)
                .takes("/secure/DeleteComment.jspa", this::delete, (call, form) -> issues.again(call, Form.EMPTY))
                .takes("/secure/AttachFile.jspa", this::attach, issues::again)
                .takes("/secure/DeleteAttachment.jspa", this::remove, issues::again);
    }

    private String add(Call call, Form form) {
        var issue = PageIssues.issue(call);
        var comment = talk.add(call.viewer(), issue, given(form));
        return "/browse/" + issue.key + "#comment-" + comment.id;
    }

    private static ObjectNode given(Form form) {
        var given = Json.object().put("body", form.text("comment"));
        var level = form.text("commentLevel").split(":", 2);
        if (level.length == 2) {
            given.putObject("visibility").put("type", level[0]).put("value", level[1]);
        }
        if (form.has("internal")) {
            given.putArray("properties")
                    .addObject()
                    .put("key", "sd.public.comment")
                    .putObject("value")
                    .put("internal", true);
        }
        return given;
    }

    private String edit(Call call, Form form) {
        var issue = PageIssues.issue(call);
        var comment = talk.find(call.viewer(), issue, form.text("commentId"));
        talk.edit(call.viewer(), issue, comment, given(form));
        return "/browse/" + issue.key + "#comment-" + comment.id;
    }

    private String delete(Call call, Form form) {
        var issue = PageIssues.issue(call);
        talk.delete(call.viewer(), issue, talk.find(call.viewer(), issue, form.text("commentId")));
        return "/browse/" + issue.key;
    }

    private String attach(Call call, Form form) {
        var issue = PageIssues.issue(call);
        var files = form.files().stream().filter(file -> !file.name().isEmpty()).toList();
        if (files.isEmpty()) {
            throw Refusal.field("file", "Please indicate the file you wish to upload.");
        }
        talk.attach(call.viewer(), issue, files);
        return "/browse/" + issue.key + "#attachments";
    }

    private String remove(Call call, Form form) {
        var issue = PageIssues.issue(call);
        var attachment = issue.attachments.stream()
                .filter(one -> one.id().equals(form.text("attachmentId")))
                .findFirst()
                .orElseThrow(() ->
                        Refusal.of(404, "The attachment with id '" + form.text("attachmentId") + "' does not exist"));
        talk.remove(call.viewer(), issue, attachment);
        return "/browse/" + issue.key + "#attachments";
    }
}
