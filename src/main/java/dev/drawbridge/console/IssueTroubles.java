package dev.drawbridge.console;

import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.journal.Journal;
import dev.drawbridge.journal.JournalEntry;
import dev.drawbridge.queue.Inbox;
import dev.drawbridge.queue.Lanes;
import dev.drawbridge.replica.RuleLine;
import dev.drawbridge.twin.Twin;
import dev.drawbridge.twin.Twins;
import dev.drawbridge.twin.Warnings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What is wrong with single issues: held back here, refused on the other side, or not applied in part. */
@Component
class IssueTroubles {
    private final Lanes lanes;
    private final Inbox inbox;
    private final Warnings warnings;
    private final Twins twins;
    private final Connections connections;
    private final Journal journal;

    IssueTroubles(Lanes lanes, Inbox inbox, Warnings warnings, Twins twins, Connections connections, Journal journal) {
        this.lanes = lanes;
        this.inbox = inbox;
        this.warnings = warnings;
        this.twins = twins;
        this.connections = connections;
        this.journal = journal;
    }

    List<Map<String, @Nullable Object>> all() {
        var items = new ArrayList<Map<String, @Nullable Object>>();
        lanes.held().stream().filter(lane -> !lane.state().equals("HELD")).forEach(lane -> items.add(view(lane)));
        twins.failing().forEach(twin -> items.add(view(twin)));
        warnings.all().forEach(warning -> items.add(view(warning)));
        return items;
    }

    private Map<String, @Nullable Object> view(Lanes.Held lane) {
        var trouble = lane.trouble();
        var waits = trouble.problem().equals("WAITING_FOR_PARENT");
        return TroubleView.of(lane.error(), group(lane), waits ? "Warning" : "Issue", trouble.problem())
                .about(name(lane.connection()), key(lane))
                .twin(lane.twin())
                .says(trouble.reason(), trouble.remedy())
                .at(at(trouble))
                .version(trouble.ruleVersion())
                .stackTrace(trouble.stackTrace())
                .since(lane.since(), lane.attempts())
                .waitingBehind(behind(lane))
                .open(true, true)
                .map();
    }

    private Map<String, @Nullable Object> view(Twin twin) {
        var failure = String.valueOf(twin.failure());
        var local = twin.local();
        var since = journal.ofTwin(twin.id(), 100).stream()
                .filter(entry -> entry.happening().kind().equals("failed-there"))
                .map(JournalEntry::at)
                .reduce((earlier, later) -> later);
        return TroubleView.of(failed(twin.id()), TroubleView.group(failure, "FAILED_THERE"), "Issue", "FAILED_THERE")
                .about(name(twin.connection()), local == null ? null : local.key())
                .twin(twin.id())
                .remote()
                .says(
                        failure,
                        "It is held back on the other side: its administrator mends and retries it there. A change of"
                                + " the issue here is sent as ever.")
                .since(since.orElse(twin.life().startedAt()), 0)
                .map();
    }

    private Map<String, @Nullable Object> view(Warnings.Shown shown) {
        var warning = shown.warning();
        var remote = shown.side() == Warnings.Side.REMOTE;
        var view = TroubleView.of(
                        shown.id(),
                        TroubleView.group(warning.reason(), "WARNING", warning.field()),
                        "Warning",
                        warning.field())
                .about(name(shown.connection()), key(shown.twin()))
                .twin(shown.twin())
                .says(warning.reason(), warning.remedy())
                .at(warning.at())
                .since(shown.since(), 0)
                .open(!remote, false);
        return (remote ? view.remote() : view).map();
    }

    private int behind(Lanes.Held lane) {
        return Math.max(0, inbox.inLane(lane.connection(), lane.twin()).size() - 1);
    }

    String name(UUID connection) {
        return connections.find(connection).map(Connection::name).orElse("?");
    }

    /** Ours; while there is none, the partner's. */
    @Nullable
    String key(Lanes.Held lane) {
        var ours = key(lane.twin());
        return ours != null
                ? ours
                : inbox.head(lane.connection(), lane.twin()).stream()
                        .findFirst()
                        .map(stored -> stored.event().text("issueKey"))
                        .orElse(null);
    }

    private @Nullable String key(UUID twin) {
        return twins.find(twin).map(Twin::local).map(Twin.Local::key).orElse(null);
    }

    /** Errors of one cause differ in names and numbers only. */
    static String group(Lanes.Held lane) {
        var trouble = lane.trouble();
        return TroubleView.group(
                trouble.reason(),
                trouble.problem(),
                String.valueOf(trouble.ruleFile()),
                String.valueOf(trouble.ruleLine()));
    }

    private static @Nullable RuleLine at(Lanes.Trouble trouble) {
        return trouble.ruleFile() == null
                ? null
                : new RuleLine(trouble.ruleFile(), trouble.ruleLine() == null ? 0 : trouble.ruleLine());
    }

    private static UUID failed(UUID twin) {
        return UUID.nameUUIDFromBytes(("failed-there|" + twin).getBytes(StandardCharsets.UTF_8));
    }
}
