package dev.drawbridge.sandbox;

import dev.drawbridge.sandbox.Issue.Attachment;
import java.util.Map;

/** Attachments: what is known of them under REST, their contents beside it. */
final class RestAttachments {
    private final Site site;
    private final Talk talk;

    RestAttachments(Work work) {
        site = work.site();
        talk = new Talk(work);
    }

    void on(Routes.Under api, Routes routes) {
        api.post("issue/{issue}/attachments", this::upload)
                .get(
                        "attachment/meta",
                        call -> Reply.ok(Json.object()
                                .put("enabled", site.uploadLimit > 0)
                                .put("uploadLimit", site.uploadLimit)))
                .get("attachment/{id}", this::read)
                .delete("attachment/{id}", this::delete);
        routes.on("GET", "/secure/attachment/{id}/{name}", this::content);
    }

    /** Called without the lock, which is only taken once all has arrived. */
    private Reply upload(Call call) {
        var uploads = Uploads.read(call);
        site.lock.lock();
        try {
            return Reply.ok(Json.array(talk.attach(call.viewer(), call.issue(), uploads).stream()
                    .map(call.beans()::attachment)
                    .toList()));
        } finally {
            site.lock.unlock();
        }
    }

    private Reply read(Call call) {
        var attachment = found(call);
        if (!call.viewer().sees(owner(attachment))) {
            throw Refusal.of(403, "You do not have permission to view attachment with id: " + attachment.id());
        }
        return Reply.ok(call.beans().attachment(attachment));
    }

    private Reply delete(Call call) {
        var attachment = found(call);
        talk.remove(call.viewer(), owner(attachment), attachment);
        return Reply.nothing();
    }

    private Reply content(Call call) {
        var attachment = site.attachments.get(call.variable("id"));
        if (call.viewer().user() == null) {
            return Reply.html(302, "Log in").with(Map.of("Location", site.baseUrl + "/login.jsp"));
        }
        if (attachment == null) {
            return Reply.html(404, "Attachment not found");
        }
        if (!call.viewer().sees(owner(attachment))) {
            return Reply.html(403, "You do not have permission to see this attachment");
        }
        // A browser must never run what somebody uploaded.
        return Reply.file(attachment.mimeType(), attachment.content())
                .with(Map.of(
                        "Content-Disposition",
                        "attachment; filename*=UTF-8''"
                                + Beans.encoded(attachment.name()).replace("+", "%20"),
                        "X-Content-Type-Options",
                        "nosniff"));
    }

    private Attachment found(Call call) {
        var attachment = site.attachments.get(call.variable("id"));
        if (attachment == null) {
            throw Refusal.of(404, "The attachment with id '" + call.variable("id") + "' does not exist");
        }
        return attachment;
    }

    private Issue owner(Attachment attachment) {
        return site.issues.values().stream()
                .filter(issue -> issue.attachments.contains(attachment))
                .findFirst()
                .orElseThrow();
    }
}
