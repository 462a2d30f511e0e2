package dev.drawbridge.rules;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a script sees as {@code issue} and {@code replica}: a map in which nothing is missing, only unset. */
public final class HubIssue extends LinkedHashMap<String, @Nullable Object> {
    private static final long serialVersionUID = 1;

    HubIssue(Map<String, ?> content) {
        super(content);
    }

    /** Wants the issue in that status; the transition is made last. */
    public void setStatus(@Nullable Object status) {
        put("status", status instanceof CharSequence name ? Map.of("name", name.toString()) : status);
    }

    /** Custom fields by id are never null, so that {@code issue.customFields."10001"} can be written. */
    @Override
    public @Nullable Object get(@Nullable Object name) {
        var value = super.get(name);
        if (value != null || !"customFields".equals(name)) return value;
        var none = new LinkedHashMap<String, Object>();
        put("customFields", none);
        return none;
    }
}
