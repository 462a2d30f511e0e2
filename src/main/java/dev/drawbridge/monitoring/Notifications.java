package dev.drawbridge.monitoring;

import com.fasterxml.uuid.NoArgGenerator;
import dev.drawbridge.journal.Happening;
import dev.drawbridge.queue.Activation;
import dev.drawbridge.queue.Drill;
import dev.drawbridge.queue.RetryPolicy;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What people are to hear of. It is noted in the transaction in which it happens, by an insert that waits for nobody;
 * later all of one cause becomes one notification, which is tried until it is taken.
 */
@Component("notifications")
public class Notifications {
    private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);
    private static final Duration UNSENT_KEPT = Duration.ofDays(7), SENT_KEPT = Duration.ofDays(2);
    private static final int AT_ONCE = 20, MOST_KEYS = 20, MOST_ROWS = 5000, LONGEST = 1000;

    private final KeptChannels channels;
    private final NotificationSettings settings;
    private final Activation activation;
    private final RetryPolicy retries;
    private final JdbcClient db;
    private final NoArgGenerator ids;
    private final Clock clock;
    private final Drill drill;

    Notifications(
            KeptChannels channels,
            NotificationSettings settings,
            Activation activation,
            RetryPolicy retries,
            JdbcClient db,
            NoArgGenerator ids,
            Clock clock,
            Drill drill) {
        this.channels = channels;
        this.settings = settings;
        this.activation = activation;
        this.retries = retries;
        this.db = db;
        this.ids = ids;
        this.clock = clock;
        this.drill = drill;
    }

    /** What waits to be sent, and why the last attempt failed; null while none has. */
    public record Standing(long waiting, @Nullable String problem) {}

    private record Row(
            long id,
            Instant at,
            String level,
            String kind,
            @Nullable String connection,
            @Nullable String issue,
            String detail) {}

    @EventListener
    void on(Happening happening) {
        if (!Channels.mayWant(happening)) return;
        var wanted = channels.find();
        if (!wanted.wants(happening)) return;
        for (var channel : wanted.used()) note(channel, happening);
    }

    private void note(String channel, Happening happening) {
        db.sql("insert into notice (channel, cause, at, level, kind, connection, issue, detail)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?)")
                .param(channel)
                .param(cause(happening))
                .param(Timestamp.from(clock.instant()))
                .param(happening.level().name())
                .param(happening.kind())
                .param(happening.connection())
                .param(happening.issue())
                .param(cut(happening.detail()))
                .update();
    }

    /** Sums up what was noted, and gives what is to be sent now; nothing while another node with this store may do so. */
    @Transactional
    public List<Notification> due() {
        if (!activation.isActive()) return List.of();
        var used = channels.find().used();
        for (var channel : List.of(Channels.EMAIL, Channels.WEBHOOK))
            if (used.contains(channel)) causes(channel).forEach(cause -> sumUp(channel, cause));
            else forget(channel);
        drill.pass("notifications-summed-up");
        return db
                .sql("select * from notification where sent_at is null and due_at <= ? order by first_at")
                .param(Timestamp.from(clock.instant()))
                .query(Notifications::notification)
                .stream()
                .limit(AT_ONCE)
                .toList();
    }

    @Transactional
    public void sent(Notification notification) {
        db.sql("update notification set sent_at = ?, problem = null where id = ?")
                .params(Timestamp.from(clock.instant()), notification.id())
                .update();
    }

    /** It is tried again, ever more seldom. */
    @Transactional
    public void failed(Notification notification, Exception failure) {
        var sentence = NotDelivered.sentence(failure);
        if (notification.attempts() == 0) LOG.warn("A notification by {} waits: {}", notification.channel(), sentence);
        db.sql("update notification set attempts = attempts + 1, due_at = ?, problem = ? where id = ?")
                .param(Timestamp.from(clock.instant().plus(retries.afterAttempt(notification.attempts() + 1))))
                .param(sentence)
                .param(notification.id())
                .update();
    }

    public Standing standing() {
        var waiting = db.sql("select count(*) from notification where sent_at is null")
                .query(Long.class)
                .single();
        var problem = db
                .sql(
                        "select problem from notification where sent_at is null and problem is not null order by due_at desc")
                .query(String.class)
                .stream()
                .findFirst();
        return new Standing(waiting, problem.orElse(null));
    }

    /** What waits is tried now: an administrator has changed the way by which it goes. */
    @Transactional
    public void hurry() {
        db.sql("update notification set due_at = ? where sent_at is null")
                .param(Timestamp.from(clock.instant()))
                .update();
    }

    /** Forgets what was sent, and what nobody would understand any more. */
    @Transactional
    public void forgetOld() {
        db.sql("delete from notification where sent_at < ? or last_at < ?")
                .params(
                        Timestamp.from(clock.instant().minus(SENT_KEPT)),
                        Timestamp.from(clock.instant().minus(UNSENT_KEPT)))
                .update();
    }

    private void forget(String channel) {
        db.sql("delete from notice where channel = ?").param(channel).update();
        db.sql("delete from notification where channel = ? and sent_at is null")
                .param(channel)
                .update();
    }

    /** Those of which the first was noted long enough ago. */
    private List<String> causes(String channel) {
        return db.sql("select cause from notice where channel = ? group by cause having min(at) <= ?")
                .params(channel, Timestamp.from(clock.instant().minus(settings.collect())))
                .query(String.class)
                .list();
    }

    private void sumUp(String channel, String cause) {
        var unsent = db
                .sql("select * from notification where channel = ? and cause = ? and sent_at is null")
                .params(channel, cause)
                .query(Notifications::notification)
                .stream()
                .findFirst();
        if (unsent.isEmpty() && wasToldLately(channel, cause)) return;
        var rows = db.sql("select id, at, level, kind, connection, issue, detail from notice"
                        + " where channel = ? and cause = ? order by id fetch first " + MOST_ROWS + " rows only")
                .params(channel, cause)
                .query(Notifications::row)
                .list();
        if (rows.isEmpty()) return;
        if (unsent.isPresent()) add(unsent.get(), rows);
        else make(channel, cause, rows);
        db.sql("delete from notice where id in (:ids)")
                .param("ids", rows.stream().map(Row::id).toList())
                .update();
    }

    private boolean wasToldLately(String channel, String cause) {
        return db.sql("select count(*) from notification where channel = ? and cause = ? and sent_at > ?")
                        .params(channel, cause, Timestamp.from(clock.instant().minus(settings.every())))
                        .query(Long.class)
                        .single()
                > 0;
    }

    private void make(String channel, String cause, List<Row> rows) {
        var first = rows.get(0);
        db.sql(
                        "insert into notification (id, channel, cause, level, kind, connection, detail, issues, happened, first_at,"
                                + " last_at, attempts, due_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)")
                .param(ids.generate())
                .param(channel)
                .param(cause)
                .param(first.level())
                .param(first.kind())
                .param(first.connection())
                .param(first.detail())
                .param(keys(List.of(), rows))
                .param(rows.size())
                .param(Timestamp.from(first.at()))
                .param(Timestamp.from(rows.get(rows.size() - 1).at()))
                .param(Timestamp.from(clock.instant()))
                .update();
    }

    private void add(Notification unsent, List<Row> rows) {
        db.sql("update notification set happened = happened + ?, last_at = ?, issues = ? where id = ?")
                .param(rows.size())
                .param(Timestamp.from(rows.get(rows.size() - 1).at()))
                .param(keys(unsent.issues(), rows))
                .param(unsent.id())
                .update();
    }

    private static String keys(Collection<String> known, List<Row> rows) {
        Set<String> keys = new LinkedHashSet<>(known);
        rows.stream()
                .map(Row::issue)
                .flatMap(key -> Optional.ofNullable(key).stream())
                .forEach(keys::add);
        return String.join(" ", keys.stream().limit(MOST_KEYS).toList());
    }

    /** The same for what differs in names and numbers only. */
    private static String cause(Happening happening) {
        var masked = happening
                .detail()
                .replaceAll("'[^']*'", "'…'")
                .replaceAll("[A-Z][A-Z0-9_]*-\\d+|[0-9a-f]{8}-[0-9a-f-]{27}|\\d+", "#");
        return hash(happening.kind() + "\n" + happening.connection() + "\n" + masked);
    }

    private static String hash(String text) {
        try {
            var bytes = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(bytes).substring(0, 32);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every JDK has SHA-256.", impossible);
        }
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        return new Row(
                row.getLong("id"),
                row.getTimestamp("at").toInstant(),
                row.getString("level"),
                row.getString("kind"),
                row.getString("connection"),
                row.getString("issue"),
                row.getString("detail"));
    }

    private static Notification notification(ResultSet row, int number) throws SQLException {
        var issues = row.getString("issues");
        return new Notification(
                row.getObject("id", UUID.class),
                row.getString("channel"),
                Happening.Level.valueOf(row.getString("level")),
                row.getString("kind"),
                row.getString("connection"),
                row.getString("detail"),
                issues.isEmpty() ? List.of() : List.of(issues.split(" ")),
                row.getInt("happened"),
                row.getTimestamp("first_at").toInstant(),
                row.getTimestamp("last_at").toInstant(),
                row.getInt("attempts"));
    }
}
