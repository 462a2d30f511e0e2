package dev.drawbridge.queue;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Refuses a store that forgets what it has confirmed: with H2's default a killed process loses committed rows. */
@Component
class StoreCheck {
    private final JdbcClient db;

    StoreCheck(JdbcClient db) {
        this.db = db;
    }

    void refuseUnsafeStore() {
        var h2 = db.sql(
                        "select count(*) from information_schema.tables where table_schema = 'INFORMATION_SCHEMA' and table_name = 'SETTINGS'")
                .query(Long.class)
                .single();
        if (h2 == 0) return;
        var delays = db.sql("select setting_value from information_schema.settings where setting_name = 'WRITE_DELAY'")
                .query(String.class)
                .list();
        if (delays.isEmpty() || delays.stream().anyMatch(delay -> !delay.equals("0")))
            throw new IllegalStateException(
                    "spring.datasource.url: the H2 store would lose confirmed data when the process is"
                            + " killed (WRITE_DELAY is " + delays + " ms). Add ;WRITE_DELAY=0 to the URL.");
    }
}
