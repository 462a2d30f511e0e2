package dev.drawbridge.security;

import com.fasterxml.uuid.NoArgGenerator;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Where people are kept who may log in. */
@Component
public class Users {
    private static final String SELECT =
            "select id, name, password, level, disabled, created, password_since from console_user";
    private static final Pattern NAME =
            Pattern.compile("[^\\p{Cntrl}\\s:][^\\p{Cntrl}:]{0,62}[^\\p{Cntrl}\\s:]|[^\\p{Cntrl}\\s:]");

    private final JdbcClient db;
    private final NoArgGenerator ids;
    private final Clock clock;
    private final AdminSettings settings;
    private final PasswordEncoder hashes;

    Users(JdbcClient db, NoArgGenerator ids, Clock clock, AdminSettings settings, PasswordEncoder hashes) {
        this.db = db;
        this.ids = ids;
        this.clock = clock;
        this.settings = settings;
        this.hashes = hashes;
    }

    public List<User> all() {
        return db.sql(SELECT + " order by name_key").query(Users::user).list();
    }

    public User get(UUID id) {
        return find(id).orElseThrow(() -> new NoSuchElementException("There is no user " + id + "."));
    }

    Optional<User> find(UUID id) {
        return db.sql(SELECT + " where id = ?").param(id).query(Users::user).optional();
    }

    Optional<User> named(String name) {
        return db.sql(SELECT + " where name_key = ?")
                .param(key(name))
                .query(Users::user)
                .optional();
    }

    boolean none() {
        return db.sql("select count(*) from console_user").query(Long.class).single() == 0;
    }

    @Transactional
    public User add(String name, String password, Level level) {
        if (!NAME.matcher(name).matches())
            throw new IllegalArgumentException(
                    "name: a user's name has 1 to 64 characters, no colon, and no blank at an end.");
        if (settings.isNamed(name))
            throw new IllegalStateException(
                    "The name '" + name + "' is that of drawbridge.admin.user: choose another.");
        if (named(name).isPresent())
            throw new IllegalStateException("There is a user '" + name + "' already: choose another name.");
        var now = clock.instant();
        var user = new User(ids.generate(), name, hash(password), level, false, now, now);
        db.sql("insert into console_user (id, name, name_key, password, level, disabled, created, password_since)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?)")
                .params(
                        user.id(),
                        name,
                        key(name),
                        user.password(),
                        level.name(),
                        false,
                        Timestamp.from(now),
                        Timestamp.from(now))
                .update();
        return user;
    }

    /** Another level, or no way in for now. */
    @Transactional
    public User change(UUID id, Level level, boolean disabled) {
        var user = get(id);
        if (level != Level.ADMINISTRATOR || disabled) requireAnother(user, disabled ? "disabled" : "of another level");
        db.sql("update console_user set level = ?, disabled = ? where id = ?")
                .params(level.name(), disabled, id)
                .update();
        return get(id);
    }

    /** All their sessions end. */
    @Transactional
    public void password(UUID id, String password) {
        db.sql("update console_user set password = ?, password_since = ? where id = ?")
                .params(hash(password), Timestamp.from(clock.instant()), id)
                .update();
    }

    /** Their tokens go with them. */
    @Transactional
    public void remove(UUID id) {
        var user = get(id);
        requireAnother(user, "removed");
        db.sql("delete from api_token where owner_key = ?")
                .param(key(user.name()))
                .update();
        db.sql("delete from console_user where id = ?").param(id).update();
    }

    /** Whether the password is theirs. */
    public boolean isPassword(User user, String password) {
        return hashes.matches(password, user.password());
    }

    /** Two administrators who take leave of each other at the same time would both be let go without the lock. */
    private void requireAnother(User user, String become) {
        if (settings.hasPassword() || user.level() != Level.ADMINISTRATOR || user.disabled()) return;
        var others = db
                .sql(SELECT + " where level = 'ADMINISTRATOR' and disabled = false order by id for update")
                .query(Users::user)
                .list()
                .stream()
                .filter(other -> !other.id().equals(user.id()))
                .count();
        if (others == 0)
            throw new IllegalStateException(
                    "'%s' is the last administrator and cannot be %s: make somebody else one first."
                            .formatted(user.name(), become));
    }

    private String hash(String password) {
        return hashes.encode(new Password(password).text());
    }

    static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static User user(ResultSet row, int number) throws SQLException {
        return new User(
                row.getObject("id", UUID.class),
                row.getString("name"),
                row.getString("password"),
                Level.valueOf(row.getString("level")),
                row.getBoolean("disabled"),
                row.getTimestamp("created").toInstant(),
                row.getTimestamp("password_since").toInstant());
    }
}
