package dev.drawbridge.jira;

import dev.drawbridge.connection.Trigger;
import dev.drawbridge.connection.Triggers;
import dev.drawbridge.journal.Happening;
import dev.drawbridge.journal.Journal;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What time it is in Jira. Each answer tells it in its {@code Date}; since a reverse proxy may put its own time there, it
 * is compared with what Jira says of itself, once at each start and once a day.
 */
@Component
class JiraClock {
    private static final Duration WORTH_CORRECTING = Duration.ofSeconds(2);
    private static final Pattern DATE_IN_JQL = Pattern.compile("\\d{4}[-/]\\d{1,2}[-/]\\d{1,2}");

    private final Door door;
    private final Triggers triggers;
    private final Journal journal;
    private final Clock clock;
    private volatile Duration correction = Duration.ZERO;
    private volatile Duration ahead = Duration.ZERO;

    JiraClock(Door door, Triggers triggers, Journal journal, Clock clock) {
        this.door = door;
        this.triggers = triggers;
        this.journal = journal;
        this.clock = clock;
    }

    /** Jira's time when the call was made that brought this answer. */
    Instant whenAsked(Answer answer, Instant asked) {
        var now = clock.instant();
        var took = Duration.between(asked, now);
        if (took.isNegative()) took = Duration.ZERO;
        var start = answered(answer, now).plus(correction).minus(took);
        ahead = Duration.between(asked, start);
        return start;
    }

    /** A time of this node's clock as Jira's clock showed it. */
    Instant inJira(Instant ours) {
        return ours.plus(ahead);
    }

    /** Asks Jira for its own time and zone, and says so when the zones can lead somebody astray. */
    void calibrate() {
        var asked = clock.instant();
        var answer = door.get("/rest/api/2/serverInfo");
        correction = Duration.ZERO;
        var server = TimeZones.serverTime(answer);
        if (server != null) {
            var difference = Duration.between(answered(answer, clock.instant()), server.toInstant());
            if (difference.abs().compareTo(WORTH_CORRECTING) > 0) correction = difference;
        }
        whenAsked(answer, asked);
        var zone = zone();
        if (server != null && zone != null) compare(server, zone);
    }

    private void compare(OffsetDateTime server, ZoneId zone) {
        if (zone.getRules().getOffset(server.toInstant()).equals(server.getOffset())) return;
        var astray = triggers.active().stream()
                .map(Trigger::jql)
                .anyMatch(jql -> DATE_IN_JQL.matcher(jql).find());
        if (astray)
            journal.write(Happening.of(
                    Happening.Level.WARN,
                    "time-zones-differ",
                    ("Jira runs at UTC%s, but the profile of the proxy user says %s: dates in the queries of triggers are read"
                                    + " in that zone. Give the proxy user the server's zone if that is not what is meant.")
                            .formatted(server.getOffset(), zone)));
    }

    private @Nullable ZoneId zone() {
        var answer = door.get("/rest/api/2/myself");
        door.requireUs(answer);
        try {
            return ZoneId.of(answer.body().path("timeZone").asText());
        } catch (DateTimeException unknown) {
            return null;
        }
    }

    private static Instant answered(Answer answer, Instant otherwise) {
        var date = answer.header("Date");
        if (date == null) return otherwise;
        try {
            return ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeException unreadable) {
            return otherwise;
        }
    }
}
