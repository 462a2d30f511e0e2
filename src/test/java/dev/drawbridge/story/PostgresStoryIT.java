package dev.drawbridge.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Stories whose nodes keep their memory in a PostgreSQL: between them they use every table. */
@ExtendWith(OnPostgres.class)
class PostgresStoryIT {

    @Test
    void everyMigrationRunsAndTheTablesAreThoseOfAFile(@TempDir Path folder) throws IOException {
        try (var acme = Company.reachable("Acme", "ACM", folder).start();
                var beta = Company.behindFirewall("Beta", "BET", folder)
                        .without("spring.datasource.url")
                        .without("spring.datasource.username")
                        .start()) {
            assertThat(product(acme)).isEqualTo("PostgreSQL");
            assertThat(product(beta)).isEqualTo("H2");
            assertThat(migrations(acme)).isEqualTo(migrations(beta)).contains("1", "13");
            assertThat(columns(acme)).isEqualTo(columns(beta)).hasSizeGreaterThan(200);
        }
    }

    private static String product(Company company) {
        return String.valueOf(company.node().getBean(JdbcTemplate.class).execute((ConnectionCallback<String>)
                connection -> connection.getMetaData().getDatabaseProductName()));
    }

    private static List<String> migrations(Company company) {
        return Arrays.stream(company.node().getBean(Flyway.class).info().applied())
                .map(migration -> String.valueOf(migration.getVersion()))
                .toList();
    }

    /** But for what Hibernate makes in passing. */
    private static List<String> columns(Company company) {
        return company
                .node()
                .getBean(JdbcClient.class)
                .sql("select lower(table_name || '.' || column_name) from information_schema.columns"
                        + " where lower(table_schema) = 'public' and lower(table_name) not like 'flyway%'"
                        + " and lower(table_name) not like 'hte%'")
                .query(String.class)
                .list()
                .stream()
                .sorted()
                .toList();
    }

    @Nested
    class Verify extends VerifyStoryIT {}

    @Nested
    class SeenFromJira extends SeenFromJiraStoryIT {}

    @Nested
    class CleanUp extends CleanUpStoryIT {}

    @Nested
    class PeopleOfTheConsole extends PeopleOfTheConsoleStoryIT {}

    @Nested
    class Timeline extends TimelineStoryIT {}
}
