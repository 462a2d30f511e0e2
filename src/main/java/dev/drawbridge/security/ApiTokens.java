package dev.drawbridge.security;

import com.fasterxml.uuid.NoArgGenerator;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Where tokens of programs are kept. */
@Component
public class ApiTokens {
    /** Found by scanners that look for secrets in places where none should be. */
    static final String PREFIX = "dbt_";

    private static final Duration MARK_EVERY = Duration.ofMinutes(1);
    private static final String SELECT =
            "select id, name, scopes, owner, created, last_used, expires_at from api_token";

    private final JdbcClient db;
    private final NoArgGenerator ids;
    private final SecureRandom chance;
    private final Clock clock;

    ApiTokens(JdbcClient db, NoArgGenerator ids, SecureRandom chance, Clock clock) {
        this.db = db;
        this.ids = ids;
        this.chance = chance;
        this.clock = clock;
    }

    /**
     * A token that was just made.
     *
     * @param secret what the program sends; told this once
     */
    public record Made(ApiToken token, String secret) {
        @Override
        public String toString() {
            return "Made[" + token + "]";
        }
    }

    /** @param expiresAt null for never */
    @Transactional
    public Made make(Caller owner, String name, Set<Scope> scopes, @Nullable Instant expiresAt) {
        var now = clock.instant();
        if (name.isBlank() || name.length() > 64 || name.chars().anyMatch(Character::isISOControl))
            throw new IllegalArgumentException("name: a token's name has 1 to 64 characters.");
        if (scopes.isEmpty())
            throw new IllegalArgumentException("scopes: a token needs at least one of sync, read, monitor, admin.");
        if (expiresAt != null && !expiresAt.isAfter(now))
            throw new IllegalArgumentException("expiresAt: " + expiresAt + " is past.");
        var highest = scopes.stream().max(Comparator.comparing(Scope::owner)).orElseThrow();
        if (!owner.level().reaches(highest.owner()))
            throw new IllegalArgumentException("scopes: a token with '%s' belongs to %s; you are %s."
                    .formatted(
                            highest.word(),
                            highest.owner().words(),
                            owner.level().words()));
        var taken = db.sql("select count(*) from api_token where owner_key = ? and name = ?")
                .params(Users.key(owner.name()), name)
                .query(Long.class)
                .single();
        if (taken > 0) throw new IllegalStateException("You have a token '" + name + "' already: choose another name.");
        var bytes = new byte[32];
        chance.nextBytes(bytes);
        var secret = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        var token = new ApiToken(ids.generate(), name, EnumSet.copyOf(scopes), owner.name(), now, null, expiresAt);
        db.sql("insert into api_token (id, name, owner, owner_key, hash, scopes, created, expires_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?)")
                .param(token.id())
                .param(name)
                .param(owner.name())
                .param(Users.key(owner.name()))
                .param(hash(secret))
                .param(token.scopes().stream().map(Scope::word).collect(Collectors.joining(",")))
                .param(Timestamp.from(now))
                .param(expiresAt == null ? null : Timestamp.from(expiresAt))
                .update();
        return new Made(token, secret);
    }

    public List<ApiToken> all() {
        return db.sql(SELECT + " order by created desc, id")
                .query(ApiTokens::token)
                .list();
    }

    public Optional<ApiToken> find(UUID id) {
        return db.sql(SELECT + " where id = ?")
                .param(id)
                .query(ApiTokens::token)
                .optional();
    }

    @Transactional
    public void revoke(UUID id) {
        db.sql("delete from api_token where id = ?").param(id).update();
    }

    /** The token that this is, while it is good; notes that it was used. */
    @Transactional
    Optional<ApiToken> used(String secret) {
        var now = clock.instant();
        var found = db.sql(SELECT + " where hash = ?")
                .param(hash(secret))
                .query(ApiTokens::token)
                .optional()
                .filter(token -> token.expiresAt() == null || token.expiresAt().isAfter(now));
        found.filter(token -> token.lastUsed() == null
                        || token.lastUsed().plus(MARK_EVERY).isBefore(now))
                .ifPresent(token -> db.sql("update api_token set last_used = ? where id = ?")
                        .params(Timestamp.from(now), token.id())
                        .update());
        return found;
    }

    /** A token holds enough chance of its own, so a quick hash will do. */
    private static String hash(String secret) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static ApiToken token(ResultSet row, int number) throws SQLException {
        var used = row.getTimestamp("last_used");
        var expires = row.getTimestamp("expires_at");
        return new ApiToken(
                row.getObject("id", UUID.class),
                row.getString("name"),
                Arrays.stream(row.getString("scopes").split(","))
                        .map(Scope::of)
                        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Scope.class))),
                row.getString("owner"),
                row.getTimestamp("created").toInstant(),
                used == null ? null : used.toInstant(),
                expires == null ? null : expires.toInstant());
    }
}
