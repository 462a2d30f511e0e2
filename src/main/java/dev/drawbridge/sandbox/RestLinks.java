package dev.drawbridge.sandbox;

/** Links between issues and their types. */
final class RestLinks {
    private final Work work;
    private final Links links;

    RestLinks(Work work) {
        this.work = work;
        links = new Links(work);
    }

    void on(Routes.Under api) {
        api.post("issueLink", this::add)
                .get(
                        "issueLink/{id}",
                        call -> Reply.ok(
                                new IssueBeans(call.beans()).wholeLink(links.find(call.viewer(), call.variable("id")))))
                .delete("issueLink/{id}", this::remove)
                .get(
                        "issueLinkType",
                        call -> Reply.ok(Json.object()
                                .set("issueLinkTypes", RestCatalog.list(Catalog.LINK_TYPES, call.beans()::linkType))))
                .get(
                        "issueLinkType/{id}",
                        call -> Reply.ok(Named.byId(Catalog.LINK_TYPES, call.variable("id"))
                                .map(call.beans()::linkType)
                                .orElseThrow(() -> Refusal.of(
                                        404, "No issue link type with id '" + call.variable("id") + "' found."))));
    }

    private Reply add(Call call) {
        var given = call.body();
        links.add(call.viewer(), given);
        if (given.has("comment")) {
            var target =
                    call.viewer().issue(given.path("inwardIssue").path("key").asText());
            new Talk(work).add(call.viewer(), target, given.path("comment"));
        }
        return Reply.created();
    }

    private Reply remove(Call call) {
        links.remove(call.viewer(), links.find(call.viewer(), call.variable("id")));
        return Reply.nothing();
    }
}
