package dev.drawbridge.sandbox;

import dev.drawbridge.sandbox.Index.Doc;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Dates in JQL: minutes in the account's zone, epoch milliseconds, or a period; compared to the second. */
final class JqlDates {
    private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
    private static final Pattern PERIOD = Pattern.compile("([+-]?)(\\d+)([wdhm])");

    private JqlDates() {}

    static Predicate<Doc> test(
            Viewer viewer, String field, int op, List<String> wanted, Function<Doc, @Nullable Instant> value) {
        var bounds = wanted.stream()
                .map(one -> read(viewer, field, one).truncatedTo(ChronoUnit.SECONDS))
                .toList();
        return doc -> {
            var at = value.apply(doc);
            return at != null
                    && bounds.stream()
                            .anyMatch(bound -> JqlClauses.ordered(
                                    op, at.truncatedTo(ChronoUnit.SECONDS).compareTo(bound)));
        };
    }

    static @Nullable Instant kept(Viewer viewer, Field field, Doc doc) {
        var kept = doc.values().get(field.id());
        if (kept == null) {
            return null;
        }
        return field.kind() == Kind.DATETIME
                ? Kind.instantOf(kept)
                : LocalDate.parse(kept.asText()).atStartOfDay(viewer.zone()).toInstant();
    }

    static Instant read(Viewer viewer, String field, String text) {
        if (text.matches("\\d{6,18}")) {
            return Instant.ofEpochMilli(Long.parseLong(text));
        }
        var period = PERIOD.matcher(text);
        if (period.matches()) {
            long amount = Long.parseLong(period.group(2)) * (period.group(1).equals("-") ? -1 : 1);
            return viewer.site()
                    .now()
                    .plus(
                            switch (period.group(3)) {
                                case "w" -> Duration.ofDays(7 * amount);
                                case "d" -> Duration.ofDays(amount);
                                case "h" -> Duration.ofHours(amount);
                                default -> Duration.ofMinutes(amount);
                            });
        }
        try {
            var plain = text.replace('/', '-');
            return (plain.length() <= 10 ? LocalDate.parse(plain).atStartOfDay() : LocalDateTime.parse(plain, MINUTES))
                    .atZone(viewer.zone())
                    .toInstant();
        } catch (DateTimeParseException e) {
            throw Refusal.bad("Date value '" + text + "' for field '" + field
                    + "' is invalid. Valid formats include: 'yyyy/MM/dd HH:mm', 'yyyy-MM-dd HH:mm', 'yyyy/MM/dd',"
                    + " 'yyyy-MM-dd', or a period format e.g. '-5d', '4w 2d'.");
        }
    }
}
