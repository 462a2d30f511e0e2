package dev.drawbridge.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;

/** Search by JQL, over what the index knows and the caller may see. */
record RestSearch(Site site) {
    void on(Routes.Under api) {
        api.get("search", call -> search(call, parameters(call))).post("search", call -> search(call, call.body()));
    }

    private static ObjectNode parameters(Call call) {
        var asked = Json.object()
                .put("jql", call.asked("jql"))
                .put("startAt", call.number("startAt", 0))
                .put("maxResults", call.number("maxResults", 50))
                .put("validateQuery", call.asked("validateQuery"));
        if (call.asked("fields") != null) {
            asked.putArray("fields").add(call.asked("fields"));
        }
        asked.putArray("expand").addAll(call.expand().stream().map(Json::text).toList());
        return asked;
    }

    private Reply search(Call call, JsonNode asked) {
        var start = Math.max(0, asked.path("startAt").asInt(0));
        var most = asked.path("maxResults").asInt(50);
        var max = most < 0 ? site.pageCap : Math.min(most, site.pageCap);
        var page = Json.object()
                .put("expand", "schema,names")
                .put("startAt", start)
                .put("maxResults", max);
        List<Index.Doc> matching;
        try {
            var query = JqlQuery.parse(call.viewer(), Json.text(asked, "jql"));
            matching = site.index.visible().stream()
                    .filter(doc ->
                            call.viewer().sees(doc.issue()) && query.matches().test(doc))
                    .sorted(query.order())
                    .toList();
        } catch (Refusal refusal) {
            if (strict(asked) || refusal.messages().get(0).startsWith("Error in the JQL Query")) {
                throw refusal;
            }
            page.set("warningMessages", Json.texts(refusal.messages()));
            matching = List.of();
        }
        page.put("total", matching.size());
        show(call, asked, page, matching.stream().skip(start).limit(max).toList());
        return Reply.ok(page);
    }

    private static boolean strict(JsonNode asked) {
        var said = asked.path("validateQuery").asText("true");
        return !said.equals("false") && !said.equals("warn") && !said.equals("none");
    }

    private static void show(Call call, JsonNode asked, ObjectNode page, List<Index.Doc> docs) {
        var wanted = Wanted.of(Json.strings(asked.get("fields")), "*navigable");
        var expand = new HashSet<String>();
        Json.strings(asked.get("expand")).forEach(one -> expand.addAll(List.of(one.split(","))));
        var beans = new IssueBeans(call.beans());
        var issues = page.putArray("issues");
        for (var doc : docs) {
            var bean = beans.show(doc.issue(), wanted, expand);
            // What is the same for all issues stands once, at the page.
            for (var name : List.of("names", "schema")) {
                var common = bean.remove(name);
                if (common != null) {
                    page.withObject("/" + name).setAll((ObjectNode) common);
                }
            }
            issues.add(bean);
        }
    }
}
