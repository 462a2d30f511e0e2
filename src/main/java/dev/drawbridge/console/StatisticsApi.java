package dev.drawbridge.console;

import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.monitoring.DailyFigures;
import dev.drawbridge.queue.Inbox;
import dev.drawbridge.queue.Outbox;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** How much is under sync and how much passes, now and lately. */
@RestController
@RequestMapping("/api/v1/statistics")
class StatisticsApi {
    private final Connections connections;
    private final ConnectionView view;
    private final DailyFigures figures;
    private final Outbox outbox;
    private final Inbox inbox;

    StatisticsApi(Connections connections, ConnectionView view, DailyFigures figures, Outbox outbox, Inbox inbox) {
        this.connections = connections;
        this.view = view;
        this.figures = figures;
        this.outbox = outbox;
        this.inbox = inbox;
    }

    /** By day, week, month or quarter; the last point is not over. */
    @GetMapping
    Map<String, @Nullable Object> statistics(@RequestParam(defaultValue = "day") String by) {
        var step = Trend.By.of(by);
        var today = figures.today();
        var noted = figures.since(step.first(today));
        var ofEach = noted.stream().collect(Collectors.groupingBy(DailyFigures.Figure::connection));
        var each = connections.all().stream()
                .filter(connection -> !connection.isBack())
                .map(connection -> one(connection, step, ofEach.getOrDefault(connection.id(), List.of())))
                .toList();
        var underSync =
                each.stream().mapToLong(one -> number(one.get("underSync"))).sum();
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("by", step);
        answer.put("underSync", underSync);
        answer.put("points", Trend.of(noted, step, today, underSync));
        answer.put("connections", each);
        return answer;
    }

    private Map<String, @Nullable Object> one(Connection connection, Trend.By step, List<DailyFigures.Figure> noted) {
        var known = view.of(connection);
        Map<String, @Nullable Object> one = new LinkedHashMap<>();
        one.put("connection", connection.name());
        for (var part : List.of(
                "state", "condition", "why", "underSync", "outbox", "inbox", "errors", "warnings", "lastContact"))
            one.put(part, known.get(part));
        one.put("oldestWaiting", oldest(connection).orElse(null));
        one.put("points", Trend.of(noted, step, figures.today(), number(known.get("underSync"))));
        return one;
    }

    /** Since when the oldest event waits, in either direction and on either side of a local connection. */
    private Optional<Instant> oldest(Connection connection) {
        return Stream.concat(
                        Stream.of(connection.id()), connections.otherSide(connection.id()).map(Connection::id).stream())
                .flatMap(this::waiting)
                .min(Instant::compareTo);
    }

    private Stream<Instant> waiting(UUID side) {
        return Stream.of(outbox.oldest(side), inbox.oldest(side)).flatMap(Optional::stream);
    }

    private static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }
}
