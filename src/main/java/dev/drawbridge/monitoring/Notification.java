package dev.drawbridge.monitoring;

import dev.drawbridge.journal.Happening;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a person is told: one cause, however often it happened.
 *
 * @param channel by which way: email or webhook
 * @param sentence as the journal has it
 * @param issues keys, at most twenty
 * @param happened how often
 */
public record Notification(
        UUID id,
        String channel,
        Happening.Level level,
        String kind,
        @Nullable String connection,
        String sentence,
        List<String> issues,
        int happened,
        Instant first,
        Instant last,
        int attempts) {

    public boolean isMail() {
        return channel.equals(Channels.EMAIL);
    }

    /** One line for a list of mails. */
    String subject(String node) {
        var often = happened == 1 ? "" : happened + " × ";
        var about = connection == null ? "" : connection + ": ";
        var line =
                "[Drawbridge %s] %s%s%s".formatted(node, often, about, sentence).replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= 150 ? line : line.substring(0, 149) + "…";
    }

    /** @param link empty for none */
    String text(String node, String link) {
        var text = new StringBuilder(sentence).append("\n\n");
        if (happened == 1) text.append("When: ").append(first).append('\n');
        else
            text.append("How often: ")
                    .append(happened)
                    .append(" times, from ")
                    .append(first)
                    .append(" to ")
                    .append(last)
                    .append('\n');
        if (connection != null) text.append("Connection: ").append(connection).append('\n');
        if (!issues.isEmpty())
            text.append("Issues: ").append(String.join(", ", issues)).append('\n');
        text.append("What: ").append(kind).append(" (").append(level).append(")\n");
        text.append("Node: ").append(node).append('\n');
        if (!link.isEmpty()) text.append("Look: ").append(link).append('\n');
        return text.toString();
    }
}
