package dev.drawbridge.queue;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What an administrator has set while the node runs, by name. It wins over the settings of the start. */
@Component
public class Preferences {
    private final JdbcClient db;

    Preferences(JdbcClient db) {
        this.db = db;
    }

    public Optional<String> find(String name) {
        return db.sql("select setting from node_setting where name = ?")
                .param(name)
                .query(String.class)
                .optional();
    }

    /** @param value null takes it back */
    @Transactional
    public void set(String name, @Nullable String value) {
        db.sql("delete from node_setting where name = ?").param(name).update();
        if (value == null) return;
        db.sql("insert into node_setting (name, setting) values (?, ?)")
                .params(name, value)
                .update();
    }
}
