package dev.drawbridge.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.console.Trend.By;
import dev.drawbridge.console.Trend.Point;
import dev.drawbridge.monitoring.DailyFigures.Figure;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TrendTest {
    private static final LocalDate TODAY = LocalDate.parse("2026-03-04");
    private final UUID one = new UUID(0, 1);
    private final UUID other = new UUID(0, 2);

    @Test
    void daysOfAllConnectionsAreAddedUpAndTodayIsWhatIsNow() {
        var points = Trend.of(
                List.of(figure(one, "2026-03-02", 5, 1, 2), figure(other, "2026-03-02", 7, 10, 20)), By.DAY, TODAY, 99);

        assertThat(points).hasSize(30);
        assertThat(points.get(27)).isEqualTo(new Point(LocalDate.parse("2026-03-02"), 12, 11, 22));
        assertThat(points.get(28)).as("not noted").isEqualTo(new Point(LocalDate.parse("2026-03-03"), 12, 0, 0));
        assertThat(points.get(29)).isEqualTo(new Point(TODAY, 99, 0, 0));
        assertThat(points.get(26).underSync()).isZero();
    }

    @Test
    void weeksBeginOnMondayAndQuartersWithTheirMonth() {
        var figures = List.of(figure(one, "2026-02-28", 3, 1, 0), figure(one, "2026-03-01", 4, 2, 0));

        var weeks = Trend.of(figures, By.WEEK, TODAY, 9);
        assertThat(weeks.get(24)).isEqualTo(new Point(LocalDate.parse("2026-02-23"), 4, 3, 0));
        assertThat(weeks.get(25).from()).isEqualTo(LocalDate.parse("2026-03-02"));
        assertThat(Trend.of(figures, By.MONTH, TODAY, 9).get(10))
                .isEqualTo(new Point(LocalDate.parse("2026-02-01"), 3, 1, 0));
        var quarters = Trend.of(figures, By.QUARTER, TODAY, 9);
        assertThat(quarters).hasSize(8);
        assertThat(quarters.get(0).from()).isEqualTo(LocalDate.parse("2024-04-01"));
        assertThat(quarters.get(7)).isEqualTo(new Point(LocalDate.parse("2026-01-01"), 9, 3, 0));
    }

    @Test
    void aConnectionThatIsGoneCountsNoMore() {
        var points = Trend.of(
                List.of(
                        figure(one, "2026-03-01", 5, 0, 0),
                        figure(other, "2026-03-01", 7, 0, 0),
                        figure(one, "2026-03-02", 5, 0, 0)),
                By.DAY,
                TODAY,
                5);

        assertThat(points.subList(26, 30)).extracting(Point::underSync).containsExactly(12L, 5L, 5L, 5L);
    }

    @Test
    void anotherWordIsRefused() {
        assertThat(By.of("week")).isEqualTo(By.WEEK);
        assertThatThrownBy(() -> By.of("year")).hasMessage("by is one of day, week, month, quarter, not 'year'.");
    }

    @Test
    void barsAreAsHighAsTheirNumbersAndNothingIsLost() {
        var chart = Chart.of(List.of(0L, 1L, 500L, 1000L), number -> number, number -> 0, String::valueOf);

        assertThat(chart.viewBox()).isEqualTo("0 0 40 100");
        assertThat(chart.most()).isEqualTo(1000);
        assertThat(chart.bars()).extracting(Chart.Bar::lowerHeight).containsExactly(0.0, 1.5, 48.5, 97.0);
        assertThat(chart.bars()).allMatch(bar -> bar.lowerTop() + bar.lowerHeight() == 100);
    }

    private static Figure figure(UUID connection, String day, long underSync, long sent, long received) {
        return new Figure(connection, LocalDate.parse(day), underSync, sent, received);
    }
}
