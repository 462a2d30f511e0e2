package dev.drawbridge.story;

import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How many states of issues each company has queued for each partner so far. */
record Told(Map<String, Long> counts) {
    static Told of(Bridge... bridges) {
        var counts = new TreeMap<String, Long>();
        for (var bridge : bridges)
            for (var company : new Company[] {bridge.one(), bridge.other()})
                counts.put(bridge.name() + " of " + company.name, count(company, bridge));
        return new Told(counts);
    }

    private static long count(Company company, Bridge bridge) {
        var id = UUID.fromString(bridge.connection(company).path("id").asText());
        return company.node()
                .getBean(JdbcClient.class)
                .sql("select count(*) from outbox where connection_id = ? and kind = 'REPLICA'")
                .param(id)
                .query(Long.class)
                .single();
    }

    /** What came since then, where something did. */
    Map<String, Long> since(Told before) {
        var more = new TreeMap<String, Long>();
        counts.forEach((who, count) -> {
            var added = count - before.counts.getOrDefault(who, 0L);
            if (added != 0) more.put(who, added);
        });
        return more;
    }

    long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
