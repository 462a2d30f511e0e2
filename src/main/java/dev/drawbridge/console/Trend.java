package dev.drawbridge.console;

import dev.drawbridge.monitoring.DailyFigures;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Daily figures by longer times. A day that nobody noted has the number under sync of the day before. */
final class Trend {
    private Trend() {}

    /** How long one point of a trend lasts, and how many are shown. */
    enum By {
        DAY(30),
        WEEK(26),
        MONTH(12),
        QUARTER(8);

        private final int points;

        By(int points) {
            this.points = points;
        }

        LocalDate first(LocalDate today) {
            return begin(
                    switch (this) {
                        case DAY -> today.minusDays(points - 1);
                        case WEEK -> today.minusWeeks(points - 1);
                        case MONTH -> today.minusMonths(points - 1);
                        case QUARTER -> today.minus(points - 1, IsoFields.QUARTER_YEARS);
                    });
        }

        LocalDate begin(LocalDate day) {
            return switch (this) {
                case DAY -> day;
                case WEEK -> day.with(TemporalAdjusters.previousOrSame(java.time.DayOfWeek.MONDAY));
                case MONTH -> day.withDayOfMonth(1);
                case QUARTER -> day.minus(day.get(IsoFields.DAY_OF_QUARTER) - 1L, ChronoUnit.DAYS);
            };
        }

        LocalDate next(LocalDate begin) {
            return switch (this) {
                case DAY -> begin.plusDays(1);
                case WEEK -> begin.plusWeeks(1);
                case MONTH -> begin.plusMonths(1);
                case QUARTER -> begin.plus(1, IsoFields.QUARTER_YEARS);
            };
        }

        static By of(String word) {
            for (var by : values()) if (by.name().equals(word.toUpperCase(Locale.ROOT))) return by;
            throw new IllegalArgumentException("by is one of day, week, month, quarter, not '" + word + "'.");
        }
    }

    /**
     * One point.
     *
     * @param from its first day, in UTC
     * @param underSync issues under sync at its end, or now
     * @param sent states that partners were done with in that time
     * @param received states that were applied here in that time
     */
    record Point(LocalDate from, long underSync, long sent, long received) {}

    /** @param now issues under sync at this moment */
    static List<Point> of(Collection<DailyFigures.Figure> figures, By by, LocalDate today, long now) {
        var days = new TreeMap<LocalDate, Map<UUID, DailyFigures.Figure>>();
        for (var figure : figures)
            days.computeIfAbsent(figure.day(), day -> new HashMap<>()).put(figure.connection(), figure);
        var points = new ArrayList<Point>();
        var last = new HashMap<UUID, Long>();
        for (var begin = by.first(today); !begin.isAfter(today); begin = by.next(begin)) {
            var sent = 0L;
            var received = 0L;
            for (var day : days.subMap(begin, by.next(begin)).values()) {
                // A connection that is noted no more is gone.
                last.keySet().retainAll(day.keySet());
                for (var figure : day.values()) {
                    last.put(figure.connection(), figure.underSync());
                    sent += figure.sent();
                    received += figure.received();
                }
            }
            var underSync = by.next(begin).isAfter(today)
                    ? now
                    : last.values().stream().mapToLong(Long::longValue).sum();
            points.add(new Point(begin, underSync, sent, received));
        }
        return points;
    }
}
