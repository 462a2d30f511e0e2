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

    /** Custom fields by id; never null, so that {@code issue.customFields."x".value} can be written. */
    public Object getCustomFields() {
        return computeIfAbsent("customFields", unused -> new LinkedHashMap<String, Object>());
    }
}
