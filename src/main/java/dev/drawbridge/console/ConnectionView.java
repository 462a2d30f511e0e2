package dev.drawbridge.console;

import dev.drawbridge.connection.Connection;
import dev.drawbridge.queue.Inbox;
import dev.drawbridge.queue.Lanes;
import dev.drawbridge.queue.Outbox;
import dev.drawbridge.twin.Twins;
import dev.drawbridge.twin.Warnings;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A connection as the admin API shows it. */
@Component
class ConnectionView {
    private final Twins twins;
    private final Outbox outbox;
    private final Inbox inbox;
    private final Lanes lanes;
    private final Warnings warnings;

    ConnectionView(Twins twins, Outbox outbox, Inbox inbox, Lanes lanes, Warnings warnings) {
        this.twins = twins;
        this.outbox = outbox;
        this.inbox = inbox;
        this.lanes = lanes;
        this.warnings = warnings;
    }

    Map<String, @Nullable Object> of(Connection connection) {
        var id = connection.id();
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("id", id);
        view.put("name", connection.name());
        view.put("description", connection.description());
        view.put("state", connection.state());
        view.put("condition", connection.condition());
        view.put("why", connection.why());
        view.put("type", connection.type());
        view.put("dials", connection.dials());
        view.put("mode", connection.mode());
        view.put("localShortName", connection.localShort());
        view.put("remoteShortName", connection.remoteShort());
        view.put("remoteUrl", connection.remoteUrl());
        view.put("incomingProject", connection.incomingProject());
        view.put("projects", connection.projects());
        view.put("winner", connection.winner());
        view.put("underSync", twins.countActive(id));
        view.put("outbox", outbox.waiting(id));
        view.put("inbox", inbox.waiting(id));
        view.put(
                "errors",
                lanes.held().stream()
                        .filter(lane ->
                                lane.connection().equals(id) && !lane.state().equals("RETRY"))
                        .count());
        view.put(
                "warnings",
                warnings.all().stream()
                        .filter(warning -> warning.connection().equals(id))
                        .count());
        view.put("lastContact", connection.lastContact());
        view.put("fingerprint", connection.fingerprint());
        view.put("settings", connection.settings());
        return view;
    }
}
