package dev.drawbridge.sandbox;

import java.util.ArrayList;
import java.util.regex.Pattern;

/** Jira's written durations, with its usual week of five days of eight hours. */
final class Durations {
    private static final Pattern PART = Pattern.compile("(\\d+)\\s*([wdhm]?)\\s*");
    private static final long HOUR = 3600;

    private Durations() {}

    static String show(long seconds) {
        var parts = new ArrayList<String>();
        long rest = seconds;
        for (var unit : "wdhm".toCharArray()) {
            long size = size(unit);
            if (rest >= size) {
                parts.add(rest / size + String.valueOf(unit));
                rest %= size;
            }
        }
        return parts.isEmpty() ? "0m" : String.join(" ", parts);
    }

    /** @return seconds */
    static long read(String text) {
        var matcher = PART.matcher(text.strip());
        long sum = 0;
        int end = 0;
        while (matcher.find() && matcher.start() == end) {
            var unit = matcher.group(2);
            sum += Long.parseLong(matcher.group(1)) * size(unit.isEmpty() ? 'm' : unit.charAt(0));
            end = matcher.end();
        }
        if (end == 0 || end != text.strip().length()) {
            throw new Kind.BadValue("Invalid time duration entered.");
        }
        return sum;
    }

    private static long size(char unit) {
        return switch (unit) {
            case 'w' -> 5 * 8 * HOUR;
            case 'd' -> 8 * HOUR;
            case 'h' -> HOUR;
            default -> 60;
        };
    }
}
