package dev.drawbridge.console;

import dev.drawbridge.connection.ConnectionState;
import dev.drawbridge.connection.ConnectionType;
import dev.drawbridge.connection.Mode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriUtils;

/** How the console says what the admin API has names for. */
@Component("words")
public class Words {
    private static final DateTimeFormatter EXACTLY = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final Map<String, String> STATES = Map.ofEntries(
            Map.entry("SYNCHRONIZED", "Synchronized"),
            Map.entry("SYNCHRONIZED_EXCEPT", "Synchronized, except for what is listed"),
            Map.entry("IN_PROGRESS", "In progress"),
            Map.entry("WAITING_FOR_REMOTE", "Waiting for the other side"),
            Map.entry("WAITING_FOR_PARENT", "Waiting for parent"),
            Map.entry("CONNECTING", "Connecting: the other side has not agreed yet"),
            Map.entry("HELD", "Held until an administrator decides"),
            Map.entry("ERROR", "Error"),
            Map.entry("REMOTE_ERROR", "Error on the other side"),
            Map.entry("REMOTE_REMOVED", "Remote issue removed"),
            Map.entry("MOVED_OUT_OF_SCOPE", "Moved out of the connection's projects"),
            Map.entry("ARCHIVED", "Archived"),
            Map.entry("DIFFERS", "Differs from the other side"),
            Map.entry("DEACTIVATED", "The connection is deactivated"),
            Map.entry("NOT_UNDER_SYNC", "Not under sync"));

    private final Clock clock;

    Words(Clock clock) {
        this.clock = clock;
    }

    public String state(ConnectionState state) {
        return state == ConnectionState.REMOVED ? "Removed by partner" : capital(state.name());
    }

    public String type(ConnectionType type) {
        return capital(type.name());
    }

    public String mode(Mode mode) {
        return capital(mode.name());
    }

    /** The state of an issue in a connection. */
    public String issue(String state) {
        return STATES.getOrDefault(state, state);
    }

    /** The colour in which a state is marked. */
    public String tone(@Nullable Object state) {
        return switch (String.valueOf(state)) {
            case "ACTIVE", "SYNCHRONIZED", "DONE" -> "good";
            case "PENDING", "RETRY", "HELD", "WAITING_FOR_PARENT", "SYNCHRONIZED_EXCEPT", "CONNECTING", "DIFFERS" ->
                "warn";
            case "REMOVED", "ERROR", "REMOTE_ERROR", "BLOCKED", "PARKED", "FAILED" -> "bad";
            default -> "";
        };
    }

    /** The path of a connection in the admin API. */
    public String api(String connection) {
        return "/api/v1/connections/" + UriUtils.encodePathSegment(connection, StandardCharsets.UTF_8);
    }

    public String exactly(@Nullable Instant at) {
        return at == null ? "" : EXACTLY.format(at);
    }

    public String ago(@Nullable Instant at) {
        if (at == null) return "never";
        var past = Duration.between(at, clock.instant());
        if (past.isNegative()) return "in " + span(past.negated());
        return past.toSeconds() < 5 ? "just now" : span(past) + " ago";
    }

    /** A duration as a setting says it, such as {@code 20s} or {@code 7d}; empty for none. */
    public String setting(@Nullable Duration time) {
        return time == null ? "" : DurationStyle.SIMPLE.print(time, unit(time));
    }

    /** A duration for people, to the unit: {@code 3 days}, {@code 90 seconds}. */
    static String exactly(Duration time) {
        if (time.isZero()) return many(0, "second");
        var unit = unit(time);
        var one = unit.name().toLowerCase(Locale.ROOT).replaceAll("s$", "");
        return many(time.toMillis() / unit.getDuration().toMillis(), unit == ChronoUnit.MILLIS ? "millisecond" : one);
    }

    private static ChronoUnit unit(Duration time) {
        return Stream.of(ChronoUnit.DAYS, ChronoUnit.HOURS, ChronoUnit.MINUTES, ChronoUnit.SECONDS)
                .filter(unit ->
                        !time.isZero() && time.toMillis() % unit.getDuration().toMillis() == 0)
                .findFirst()
                .orElse(ChronoUnit.MILLIS);
    }

    private static String span(Duration time) {
        if (time.toMinutes() < 1) return many(time.toSeconds(), "second");
        if (time.toHours() < 1) return many(time.toMinutes(), "minute");
        if (time.toDays() < 1) return many(time.toHours(), "hour");
        return many(time.toDays(), "day");
    }

    private static String many(long number, String unit) {
        return number + " " + unit + (number == 1 ? "" : "s");
    }

    private static String capital(String name) {
        return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
    }
}
