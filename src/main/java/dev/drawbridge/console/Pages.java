package dev.drawbridge.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lists as the admin API shows them. */
final class Pages {
    private Pages() {}

    /** All there is, on one page. */
    static Map<String, @Nullable Object> whole(List<?> items) {
        return of(items, null);
    }

    /** @param next where the next page begins; null after the last one */
    static Map<String, @Nullable Object> of(List<?> items, @Nullable String next) {
        Map<String, @Nullable Object> page = new LinkedHashMap<>();
        page.put("items", items);
        page.put("next", next);
        return page;
    }
}
