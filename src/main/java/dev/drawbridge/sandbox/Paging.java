package dev.drawbridge.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Function;

/** Which part of a long list was asked for. */
record Paging(int start, int max) {
    static Paging of(Call call, int usual) {
        int max = call.number("maxResults", usual);
        return new Paging(Math.max(0, call.number("startAt", 0)), max < 0 ? usual : max);
    }

    /** The newer form, which says itself whether there is more. */
    <T> ObjectNode values(List<T> all, Function<? super T, ? extends JsonNode> bean) {
        var page = Json.object()
                .put("maxResults", max)
                .put("startAt", start)
                .put("total", all.size())
                .put("isLast", start + max >= all.size());
        page.set("values", Json.array(part(all).stream().map(bean).toList()));
        return page;
    }

    /** The older form, under the name of what is listed. */
    <T> ObjectNode page(String name, List<T> all, Function<? super T, ? extends JsonNode> bean) {
        var page = Json.object().put("startAt", start).put("maxResults", max).put("total", all.size());
        page.set(name, Json.array(part(all).stream().map(bean).toList()));
        return page;
    }

    private <T> List<T> part(List<T> all) {
        return all.stream().skip(start).limit(max).toList();
    }
}
