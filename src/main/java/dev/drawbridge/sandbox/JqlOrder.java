package dev.drawbridge.sandbox;

import dev.drawbridge.sandbox.Index.Doc;
import dev.drawbridge.sandbox.jql.JqlParser.OrderingContext;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** ORDER BY; without it the newest key comes first, as in Jira. */
final class JqlOrder {
    private static final Comparator<Doc> BY_ID = Comparator.comparingLong(doc -> doc.issue().id);
    private static final Comparator<Doc> BY_KEY = Comparator.<Doc, String>comparing(doc -> doc.project().key)
            .thenComparingLong(doc -> doc.issue().number());

    private JqlOrder() {}

    static Comparator<Doc> of(Site site, @Nullable OrderingContext ordering) {
        if (ordering == null) {
            return BY_KEY.reversed();
        }
        Comparator<Doc> order = null;
        for (var one : ordering.order()) {
            var next = by(site, JqlClauses.text(one.field().getText()));
            next = one.DESC() == null ? next : next.reversed();
            order = order == null ? next : order.thenComparing(next);
        }
        return order == null ? BY_KEY : order.thenComparing(BY_ID);
    }

    private static Comparator<Doc> by(Site site, String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "id" -> BY_ID;
            case "key", "issuekey", "issue" -> BY_KEY;
            case "created", "createddate" ->
                Comparator.comparing(doc -> doc.issue().created.truncatedTo(ChronoUnit.SECONDS));
            case "updated", "updateddate" ->
                Comparator.comparing(doc -> doc.updated().truncatedTo(ChronoUnit.SECONDS));
            default -> {
                var field = JqlClauses.field(site, name);
                yield Comparator.comparing(doc -> doc.values().containsKey(field.id())
                        ? doc.values().get(field.id()).asText()
                        : "\uffff");
            }
        };
    }
}
