package dev.drawbridge.jira;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Jira runs in a time zone, and reads dates in queries in that of the proxy user: where the two differ, triggers go astray. */
@Component
public class TimeZones {
    private static final DateTimeFormatter SERVER_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss[.SSS]Z", Locale.ROOT);

    private final Door door;

    TimeZones(Door door) {
        this.door = door;
    }

    /**
     * Both zones; null where Jira does not tell.
     *
     * @param same whether they have the same offset now, or one is unknown
     */
    public record Zones(@Nullable ZoneOffset server, @Nullable ZoneId profile, boolean same) {

        public String sentence() {
            if (server == null || profile == null) return "Jira does not tell.";
            return same
                    ? "Jira runs at UTC%s, as does the profile of the proxy user (%s).".formatted(offset(), profile)
                    : ("Jira runs at UTC%s, but the profile of the proxy user says %s: dates in the queries of triggers"
                                    + " are read in that zone. Give the proxy user the server's zone if that is not meant.")
                            .formatted(offset(), profile);
        }

        private String offset() {
            return server == null || server.equals(ZoneOffset.UTC) ? "" : server.getId();
        }
    }

    /** Asks Jira. */
    public Zones look() {
        var server = serverTime(door.get("/rest/api/2/serverInfo"));
        var profile = profile();
        var same = server == null
                || profile == null
                || profile.getRules().getOffset(server.toInstant()).equals(server.getOffset());
        return new Zones(server == null ? null : server.getOffset(), profile, same);
    }

    static @Nullable OffsetDateTime serverTime(Answer answer) {
        try {
            return OffsetDateTime.parse(answer.body().path("serverTime").asText(), SERVER_TIME);
        } catch (DateTimeException unreadable) {
            return null;
        }
    }

    private @Nullable ZoneId profile() {
        var answer = door.get("/rest/api/2/myself");
        door.requireUs(answer);
        try {
            return ZoneId.of(answer.body().path("timeZone").asText());
        } catch (DateTimeException unknown) {
            return null;
        }
    }
}
