package dev.drawbridge.console;

import dev.drawbridge.connection.Triggers;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The first page: how it goes, in pictures. */
@Controller
class DashboardPages implements ConsolePage {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH);
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMM yyyy", Locale.ENGLISH);

    private final StatisticsApi api;
    private final Triggers triggers;

    DashboardPages(StatisticsApi api, Triggers triggers) {
        this.api = api;
        this.triggers = triggers;
    }

    /** A connection with the picture of what passed. */
    public record Card(Map<String, @Nullable Object> connection, Chart throughput, long sent, long received) {}

    /** One step of those that lead to a first issue under sync. */
    public record Step(String title, boolean done) {}

    @GetMapping("/")
    String dashboard(@RequestParam(defaultValue = "day") String by, Model model) {
        var step = Trend.By.of(by);
        var told = api.statistics(by);
        var points = points(told);
        model.addAttribute("by", step.name().toLowerCase(Locale.ROOT));
        model.addAttribute("underSync", told.get("underSync"));
        model.addAttribute("points", points);
        model.addAttribute(
                "labels", points.stream().map(point -> name(step, point.from())).toList());
        model.addAttribute(
                "trend",
                Chart.of(
                        points,
                        Trend.Point::underSync,
                        point -> 0,
                        point -> name(step, point.from()) + ": " + point.underSync() + " under sync"));
        var cards = connections(told).stream().map(one -> card(step, one)).toList();
        model.addAttribute("cards", cards);
        model.addAttribute("span", cards.isEmpty() ? "" : span(step));
        var begun = points.stream().anyMatch(point -> point.underSync() + point.sent() + point.received() > 0);
        model.addAttribute("begun", begun);
        if (!begun) model.addAttribute("first", first(cards));
        return "console/dashboard";
    }

    private static Card card(Trend.By step, Map<String, @Nullable Object> one) {
        var points = points(one);
        var last = points.get(points.size() - 1);
        return new Card(
                one,
                Chart.of(points, Trend.Point::sent, Trend.Point::received, point -> "%s: %d sent, %d received"
                        .formatted(name(step, point.from()), point.sent(), point.received())),
                last.sent(),
                last.received());
    }

    private List<Step> first(List<Card> cards) {
        var steps = new ArrayList<Step>();
        steps.add(new Step("Connection", !cards.isEmpty()));
        steps.add(new Step("Rules", false));
        steps.add(new Step("First issue", false));
        steps.add(new Step("Triggers", !triggers.all().isEmpty()));
        return steps;
    }

    private static String span(Trend.By step) {
        return switch (step) {
            case DAY -> "Today";
            case WEEK -> "This week";
            case MONTH -> "This month";
            case QUARTER -> "This quarter";
        };
    }

    private static String name(Trend.By step, LocalDate from) {
        return switch (step) {
            case DAY -> DAY.format(from);
            case WEEK -> "week of " + DAY.format(from);
            case MONTH -> MONTH.format(from);
            case QUARTER -> "Q" + from.get(IsoFields.QUARTER_OF_YEAR) + " " + from.getYear();
        };
    }

    @SuppressWarnings("unchecked")
    private static List<Trend.Point> points(Map<String, @Nullable Object> told) {
        return (List<Trend.Point>) java.util.Objects.requireNonNull(told.get("points"));
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, @Nullable Object>> connections(Map<String, @Nullable Object> told) {
        return (List<Map<String, @Nullable Object>>) java.util.Objects.requireNonNull(told.get("connections"));
    }
}
