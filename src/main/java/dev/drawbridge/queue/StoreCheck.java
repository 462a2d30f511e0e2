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
        var delay = db
                .sql("select setting_value from information_schema.settings where setting_name = 'WRITE_DELAY'")
                .query(String.class)
                .stream()
                // H2 lists it once as a setting and once more as part of the URL.
                .filter(value -> !value.equals("0"))
                .findFirst();
        if (delay.isPresent())
            throw new IllegalStateException(
                    "spring.datasource.url: the H2 store would lose confirmed data when the process is"
                            + " killed (WRITE_DELAY is " + delay.get() + " ms). Add ;WRITE_DELAY=0 to the URL.");
    }
}
