package dev.drawbridge.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.uuid.Generators;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.transaction.support.TransactionTemplate;

/** People, tokens and the audit in either store. */
@SuppressWarnings("NullAway.Init")
class PeopleStoreIT {
    private static final String PASSWORD = "correct horse";
    private static final Caller ANNA = new Caller("anna", null, Level.ADMINISTRATOR, "password", null);

    @TempDir
    private Path folder;

    private @Nullable EmbeddedPostgres postgres;
    private Instant time = Instant.parse("2026-01-01T00:00:00Z");
    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return time;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    };
    private DataSourceTransactionManager transactions;
    private Users users;
    private ApiTokens tokens;
    private Audit audit;

    enum Store {
        H2,
        POSTGRES
    }

    @AfterEach
    void stop() throws IOException {
        Deed.end();
        if (postgres != null) postgres.close();
    }

    @ParameterizedTest
    @EnumSource
    void aDeedIsWrittenWithItsChangeOrNotAtAll(Store store) throws IOException {
        open(store);
        Deed.begin(new Deed(ANNA, "makes a user", "user olga", null));

        assertThatThrownBy(() -> inTransaction(false, () -> {
                    users.add("olga", PASSWORD, Level.OPERATOR);
                    throw new IllegalStateException("cut off");
                }))
                .hasMessage("cut off");
        assertThat(users.named("olga")).isEmpty();
        assertThat(told()).as("taken back with its change").isEmpty();

        inTransaction(true, users::all);
        assertThat(told()).as("nothing was changed yet").isEmpty();
        inTransaction(false, () -> {
            users.add("olga", PASSWORD, Level.OPERATOR);
            assertThat(told()).isEmpty();
        });
        inTransaction(false, () -> users.add("vera", PASSWORD, Level.VIEWER));
        assertThat(told()).as("once").containsExactly("anna makes a user user olga");

        Deed.end();
        inTransaction(false, () -> users.add("pia", PASSWORD, Level.VIEWER));
        assertThat(told()).as("what no caller does is no deed").hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void theAuditIsFoundByWhatIsAskedAndGoesAfterItsTime(Store store) throws IOException {
        open(store);
        audit.note("olga", "password", "logs in", "from 10.0.0.1");
        time = time.plus(Duration.ofDays(399));
        audit.note("Vera", "password", "logs in", "x".repeat(500));

        assertThat(find(null, null, null))
                .hasSize(2)
                .isSortedAccordingTo((one, other) -> Long.compare(other.id(), one.id()));
        assertThat(find("vera", null, null))
                .hasSize(1)
                .allMatch(entry -> entry.object().length() == 400);
        assertThat(find(null, time, null)).hasSize(1);
        assertThat(find(null, null, find("vera", null, null).get(0).id())).hasSize(1);
        audit.forgetOld();
        assertThat(find(null, null, null)).hasSize(2);
        time = time.plus(Duration.ofDays(2));
        audit.forgetOld();
        assertThat(find(null, null, null)).extracting(Audit.Entry::who).containsExactly("Vera");
    }

    @ParameterizedTest
    @EnumSource
    void theLastAdministratorStays(Store store) throws IOException {
        open(store);
        var anna = users.add("Anna", PASSWORD, Level.ADMINISTRATOR);
        var olga = users.add("olga", PASSWORD, Level.OPERATOR);

        assertThatThrownBy(() -> users.remove(anna.id())).hasMessageContaining("last administrator");
        assertThatThrownBy(() -> users.change(anna.id(), Level.VIEWER, false))
                .hasMessageContaining("last administrator");
        assertThatThrownBy(() -> users.change(anna.id(), Level.ADMINISTRATOR, true))
                .hasMessageContaining("cannot be disabled");
        users.change(olga.id(), Level.ADMINISTRATOR, false);
        users.remove(anna.id());
        assertThat(users.all()).extracting(User::name).containsExactly("olga");
        assertThatThrownBy(() -> users.get(UUID.randomUUID())).hasMessageContaining("There is no user");
    }

    @ParameterizedTest
    @EnumSource
    void namesArePeoplesAndPasswordsAreHashed(Store store) throws IOException {
        open(store);
        var anna = users.add("Anna Lovelace", PASSWORD, Level.ADMINISTRATOR);

        assertThat(anna.password()).startsWith("$2").doesNotContain(PASSWORD);
        assertThat(users.isPassword(anna, PASSWORD)).isTrue();
        assertThat(users.isPassword(anna, PASSWORD + "x")).isFalse();
        assertThatThrownBy(() -> users.add("anna lovelace", PASSWORD, Level.VIEWER))
                .hasMessageContaining("already");
        for (var name : List.of("", " anna", "an:na", "an\nna", "x".repeat(65)))
            assertThatThrownBy(() -> users.add(name, PASSWORD, Level.VIEWER)).hasMessageContaining("1 to 64");
        assertThatThrownBy(() -> users.add("short", "short", Level.VIEWER)).hasMessageContaining("at least 10");
        assertThatThrownBy(() -> users.add("long", "ü".repeat(40), Level.VIEWER))
                .hasMessageContaining("72 bytes");
        time = time.plusSeconds(1);
        users.password(anna.id(), "battery staple");
        assertThat(users.get(anna.id()).passwordSince()).isEqualTo(time);
    }

    @ParameterizedTest
    @EnumSource
    void aTokenIsKnownByItsHashWhileItIsGood(Store store) throws IOException {
        open(store);
        var made = tokens.make(ANNA, "ci", Set.of(Scope.SYNC, Scope.READ), time.plusSeconds(60));

        assertThat(made.secret()).startsWith("dbt_").hasSize(47);
        assertThat(made.toString()).doesNotContain(made.secret());
        assertThat(JdbcClient.create(data())
                        .sql("select hash from api_token")
                        .query(String.class)
                        .single())
                .doesNotContain(made.secret().substring(4));
        assertThat(tokens.used(made.secret())).hasValueSatisfying(token -> assertThat(token.scopes())
                .containsExactlyInAnyOrder(Scope.SYNC, Scope.READ));
        assertThat(tokens.used(made.secret() + "x")).isEmpty();
        assertThat(tokens.find(made.token().id()).orElseThrow().lastUsed()).isEqualTo(time);
        assertThatThrownBy(() -> tokens.make(ANNA, "ci", Set.of(Scope.READ), null))
                .hasMessageContaining("already");
        assertThatThrownBy(() -> tokens.make(ANNA, "old", Set.of(Scope.READ), time))
                .hasMessageContaining("is past");
        assertThatThrownBy(() -> tokens.make(ANNA, "none", Set.of(), null)).hasMessageContaining("at least one");
        time = time.plusSeconds(60);
        assertThat(tokens.used(made.secret())).isEmpty();
        assertThat(tokens.make(ANNA, "for ever", Set.of(Scope.READ), null)
                        .token()
                        .expiresAt())
                .isNull();
    }

    private List<Audit.Entry> find(@Nullable String who, @Nullable Instant from, @Nullable Long before) {
        return audit.find(new Audit.Wanted(null, who, from, before), 10);
    }

    private List<String> told() {
        return find(null, null, null).stream()
                .map(entry -> "%s %s %s".formatted(entry.who(), entry.what(), entry.object()))
                .toList();
    }

    private void inTransaction(boolean readOnly, Runnable work) {
        var template = new TransactionTemplate(transactions);
        template.setReadOnly(readOnly);
        template.executeWithoutResult(status -> work.run());
    }

    private DataSource data() {
        return java.util.Objects.requireNonNull(transactions.getDataSource());
    }

    private void open(Store store) throws IOException {
        var ids = Generators.timeBasedEpochGenerator();
        DataSource data;
        if (store == Store.H2)
            data = new SimpleDriverDataSource(
                    new org.h2.Driver(), "jdbc:h2:mem:" + ids.generate() + ";DB_CLOSE_DELAY=-1");
        else {
            postgres = EmbeddedPostgres.builder()
                    .setOverrideWorkingDirectory(folder.toFile())
                    .start();
            data = postgres.getPostgresDatabase();
        }
        Flyway.configure()
                .dataSource(data)
                .locations("classpath:db/migration/common")
                .load()
                .migrate();
        var db = JdbcClient.create(data);
        audit = new Audit(db, clock);
        users = new Users(db, ids, clock, new AdminSettings("admin", null, null), new BCryptPasswordEncoder(4));
        tokens = new ApiTokens(db, ids, new SecureRandom(), clock);
        var beans = new StaticListableBeanFactory();
        beans.addBean("audit", audit);
        transactions = new DataSourceTransactionManager(data);
        transactions.setTransactionExecutionListeners(List.of(new AuditTrail(beans.getBeanProvider(Audit.class))));
    }
}
