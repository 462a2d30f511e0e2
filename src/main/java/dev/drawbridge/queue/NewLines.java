package dev.drawbridge.queue;

import dev.drawbridge.connection.Connections;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Gives each new connection its cursors, in the transaction that makes it. */
@Component
class NewLines {
    private final Lines lines;

    NewLines(Lines lines) {
        this.lines = lines;
    }

    @EventListener
    void open(Connections.Added added) {
        lines.open(added.connection());
    }
}
