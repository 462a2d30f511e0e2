package dev.drawbridge.queue;

import com.fasterxml.uuid.NoArgGenerator;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Gives the node its identity at the first start and remembers it. */
@Configuration(proxyBeanMethods = false)
class NodeIdentities {

    @Bean
    NodeIdentity nodeIdentity(JdbcClient db, NoArgGenerator ids, Clock clock, StoreCheck checked) {
        checked.refuseUnsafeStore();
        return db.sql("select node_id, epoch from node")
                .query((row, number) -> new NodeIdentity(row.getString(1), row.getString(2)))
                .optional()
                .orElseGet(() -> first(db, ids, clock));
    }

    private static NodeIdentity first(JdbcClient db, NoArgGenerator ids, Clock clock) {
        var identity =
                new NodeIdentity(ids.generate().toString(), ids.generate().toString());
        db.sql("insert into node (only_row, node_id, epoch, created) values (1, ?, ?, ?)")
                .params(identity.nodeId(), identity.epoch(), java.sql.Timestamp.from(clock.instant()))
                .update();
        return identity;
    }
}
