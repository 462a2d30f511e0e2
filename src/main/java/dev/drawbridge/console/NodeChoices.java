package dev.drawbridge.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.connection.NodeFacts;
import dev.drawbridge.jira.Changes;
import dev.drawbridge.jira.PollInterval;
import dev.drawbridge.monitoring.KeptChannels;
import dev.drawbridge.queue.Preferences;
import dev.drawbridge.security.Difference;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.stereotype.Component;

/** What an administrator chooses for the node while it runs; each choice wins over the setting of the start. */
@Component
class NodeChoices {
    private static final int LONGEST_NAME = 64;

    private final Preferences preferences;
    private final NodeFacts facts;
    private final PollInterval poll;
    private final Changes changes;
    private final ChannelChoices channels;
    private final KeptChannels kept;

    NodeChoices(
            Preferences preferences,
            NodeFacts facts,
            PollInterval poll,
            Changes changes,
            ChannelChoices channels,
            KeptChannels kept) {
        this.preferences = preferences;
        this.facts = facts;
        this.poll = poll;
        this.changes = changes;
        this.channels = channels;
        this.kept = kept;
    }

    /** Takes over what is given and leaves the rest; gives the difference, without secrets. */
    String change(JsonNode body) {
        if (!(body instanceof ObjectNode asked)) throw new IllegalArgumentException("The body is a JSON object.");
        Fields.known(asked, "", "name", "pollEvery", "notifications");
        var difference = new Difference();
        if (asked.has("name")) name(asked.get("name"), difference);
        if (asked.has("pollEvery")) pollEvery(asked.get("pollEvery"), difference);
        if (asked.has("notifications")) channels.change(asked.get("notifications"), kept.find(), difference);
        return difference.toString();
    }

    private void name(JsonNode asked, Difference difference) {
        var before = facts.nodeName();
        preferences.set(NodeFacts.NAME, asked.isNull() ? null : checked(asked));
        difference.of("name", before, facts.nodeName());
    }

    private static String checked(JsonNode asked) {
        var name = asked.isTextual() ? asked.asText().strip() : "";
        if (name.isEmpty() || name.length() > LONGEST_NAME || name.matches(".*\\p{Cntrl}.*"))
            throw new Problems.WrongField("name", "Give the node a name of at most 64 characters.");
        return name;
    }

    private void pollEvery(JsonNode asked, Difference difference) {
        var before = poll.now();
        var pause = asked.isNull() ? null : duration(asked);
        Required.valid("pollEvery", () -> {
            poll.set(pause);
            return poll.now();
        });
        difference.of("pollEvery", before, poll.now());
        // Else the next search would still wait for the longer pause.
        changes.hurry();
    }

    private static @Nullable Duration duration(JsonNode asked) {
        try {
            return DurationStyle.detectAndParse(asked.asText());
        } catch (IllegalArgumentException wrong) {
            throw new Problems.WrongField(
                    "pollEvery", "A duration such as 5s or 2m is meant, not '" + asked.asText() + "'.");
        }
    }
}
