package dev.drawbridge.console;

import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.queue.Inbox;
import dev.drawbridge.queue.Lanes;
import dev.drawbridge.queue.Outbox;
import dev.drawbridge.twin.Twins;
import dev.drawbridge.twin.Warnings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
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
    private final Connections connections;

    ConnectionView(Twins twins, Outbox outbox, Inbox inbox, Lanes lanes, Warnings warnings, Connections connections) {
        this.twins = twins;
        this.outbox = outbox;
        this.inbox = inbox;
        this.lanes = lanes;
        this.warnings = warnings;
        this.connections = connections;
    }

    Map<String, @Nullable Object> of(Connection connection) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        var sides = sides(connection);
        view.put("id", connection.id());
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
        view.put("winnerProposal", proposal(connection));
        view.put("underSync", twins.countActive(connection.id()));
        view.put("outbox", sum(sides, side -> outbox.waiting(side.id())));
        view.put("inbox", sum(sides, side -> inbox.waiting(side.id())));
        view.put("errors", sum(sides, side -> lanes.blocked(side.id())));
        view.put("warnings", sum(sides, side -> warnings.count(side.id())));
        view.put("lastContact", connection.lastContact());
        view.put("fingerprint", connection.fingerprint());
        view.put("keys", keys(connection));
        view.put("settings", connection.settings());
        if (connection.isLocal())
            view.put("sides", sides.stream().map(this::side).toList());
        return view;
    }

    /** Another winner that one of the two sides wants; null when none does. */
    private static @Nullable Map<String, @Nullable Object> proposal(Connection connection) {
        var agreement = connection.agreement();
        if (!agreement.isProposedHere() && !agreement.isProposedThere()) return null;
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("winner", connection.loser());
        view.put("side", agreement.isProposedHere() ? "LOCAL" : "REMOTE");
        return view;
    }

    private static @Nullable Map<String, @Nullable Object> keys(Connection connection) {
        if (connection.isLocal()) return null;
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("since", connection.keysSince());
        view.put("changing", connection.isChangingKeys());
        return view;
    }

    /** One side of a local connection; its own rules, triggers and settings go by its name. */
    private Map<String, @Nullable Object> side(Connection side) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("name", side.name());
        view.put("shortName", side.localShort());
        view.put("incomingProject", side.incomingProject());
        view.put("projects", side.projects());
        view.put("condition", side.condition());
        view.put("why", side.why());
        view.put("underSync", twins.countActive(side.id()));
        view.put("outbox", outbox.waiting(side.id()));
        view.put("inbox", inbox.waiting(side.id()));
        view.put("errors", lanes.blocked(side.id()));
        view.put("warnings", warnings.count(side.id()));
        view.put("settings", side.settings());
        return view;
    }

    /** This side first; of a connection with another node nothing but this side. */
    private List<Connection> sides(Connection connection) {
        return Stream.concat(Stream.of(connection), connections.otherSide(connection.id()).stream())
                .toList();
    }

    private static long sum(List<Connection> sides, ToLongFunction<Connection> count) {
        return sides.stream().mapToLong(count).sum();
    }
}
