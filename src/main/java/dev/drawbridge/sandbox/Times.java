package dev.drawbridge.sandbox;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** Jira's way to write instants: milliseconds and an offset without a colon, in the reader's zone. */
final class Times {
    private static final DateTimeFormatter FULL =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSZ", Locale.ROOT);
    private static final DateTimeFormatter LOOSE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss[.SSS][XXX][Z]", Locale.ROOT);
    private static final DateTimeFormatter HTTP =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

    private Times() {}

    static String show(Instant at, ZoneId zone) {
        return FULL.format(at.atZone(zone));
    }

    static String http(Instant at) {
        return HTTP.format(at.atOffset(ZoneOffset.UTC));
    }

    /** @throws DateTimeParseException for anything but a date, a time and an offset */
    static Instant read(String text) {
        return OffsetDateTime.parse(text, LOOSE).toInstant();
    }
}
