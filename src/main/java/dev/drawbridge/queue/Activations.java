package dev.drawbridge.queue;

import dev.drawbridge.journal.Happening;
import dev.drawbridge.journal.Journal;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Compares at the start where the store is with where it was last used, and remembers where an administrator wants it. */
@Configuration(proxyBeanMethods = false)
class Activations {
    private static final Logger LOG = LoggerFactory.getLogger(Activations.class);

    @Bean
    Activation activation(
            Place here,
            ActivationSettings settings,
            JdbcClient db,
            Journal journal,
            TransactionTemplate transaction,
            Clock clock) {
        var moved = moved(last(db), here);
        // What counts as no difference may still have changed, such as a port.
        if (moved == null) transaction.executeWithoutResult(status -> settle(db, here, clock));
        var paused = settings.isPaused() ? "The setting drawbridge.sync.start is paused." : null;
        var why = moved == null ? paused : moved;
        if (why != null) LOG.warn("The sync is not active. {}", why);
        return new Activation(
                why,
                () -> transaction.executeWithoutResult(status -> {
                    settle(db, here, clock);
                    journal.write(Happening.of(
                            Happening.Level.INFO, "sync-activated", "The sync of this node is active from now on."));
                }));
    }

    private static @Nullable String moved(Optional<Place> last, Place here) {
        var differences = last.map(place -> place.differences(here)).orElse(List.of());
        return differences.isEmpty()
                ? null
                : "This store was last used in another place (%s).".formatted(String.join("; ", differences));
    }

    private static Optional<Place> last(JdbcClient db) {
        return db.sql("select store, jira_url, public_url, machine from node_place")
                .query((row, number) -> new Place(
                        row.getString("store"),
                        row.getString("jira_url"),
                        row.getString("public_url"),
                        row.getString("machine")))
                .optional();
    }

    private static void settle(JdbcClient db, Place here, Clock clock) {
        db.sql("delete from node_place").update();
        db.sql(
                        "insert into node_place (only_row, store, jira_url, public_url, machine, since) values (1, ?, ?, ?, ?, ?)")
                .params(here.store(), here.jiraUrl(), here.publicUrl(), here.machine(), Timestamp.from(clock.instant()))
                .update();
    }
}
