package dev.drawbridge.rules;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Every version of the rules that was ever in use: the last good one goes on after a restart too. */
@Component
class RuleVersions {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JdbcClient db;
    private final RuleTexts rules;
    private final Clock clock;

    RuleVersions(JdbcClient db, RuleTexts rules, Clock clock) {
        this.db = db;
        this.rules = rules;
        this.clock = clock;
    }

    /** Notes that a version came into use. */
    @Transactional
    public void used(UUID connection, String version, SortedMap<String, String> texts) {
        rules.used(connection, version, texts);
        var now = Timestamp.from(clock.instant());
        var known = db.sql("update rule_version set used_at = ? where connection_id = ? and version = ?")
                .params(now, connection, version)
                .update();
        if (known == 0)
            db.sql("insert into rule_version (connection_id, version, content, used_at) values (?, ?, ?, ?)")
                    .params(connection, version, JSON.valueToTree(texts).toString(), now)
                    .update();
    }

    /** Somebody saved the text of a rule, which is not in use yet. */
    @Transactional
    public void saved(UUID connection, String direction, String text, String author) {
        rules.saved(connection, direction, text, author);
    }

    /** The texts of the version that was in use last. */
    public Optional<SortedMap<String, String>> latest(UUID connection) {
        return db.sql("select content from rule_version where connection_id = ? order by used_at desc"
                        + " fetch first 1 rows only")
                .param(connection)
                .query(String.class)
                .optional()
                .map(RuleVersions::texts);
    }

    /** The version that was in use last, but for this one. */
    public Optional<String> before(UUID connection, String version) {
        return db.sql("select version from rule_version where connection_id = ? and version <> ?"
                        + " order by used_at desc fetch first 1 rows only")
                .params(connection, version)
                .query(String.class)
                .optional();
    }

    public Optional<SortedMap<String, String>> find(UUID connection, String version) {
        return db.sql("select content from rule_version where connection_id = ? and version = ?")
                .params(connection, version)
                .query(String.class)
                .optional()
                .map(RuleVersions::texts);
    }

    private static SortedMap<String, String> texts(String content) {
        try {
            return new TreeMap<>(JSON.readValue(content, new TypeReference<Map<String, String>>() {}));
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("A rule in the store is damaged", damaged);
        }
    }
}
