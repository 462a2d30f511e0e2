package dev.drawbridge.story;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Gives each company of a story a database of its own in a PostgreSQL, where it would have its own file. */
final class OnPostgres implements BeforeAllCallback, AfterAllCallback {
    private static final ThreadLocal<@Nullable EmbeddedPostgres> SERVER = new ThreadLocal<>();

    @Override
    public void beforeAll(ExtensionContext story) throws IOException {
        if (SERVER.get() != null) return;
        var folder = Files.createTempDirectory("postgres").toFile();
        SERVER.set(
                EmbeddedPostgres.builder().setOverrideWorkingDirectory(folder).start());
    }

    @Override
    public void afterAll(ExtensionContext story) throws IOException {
        var outermost =
                story.getParent().flatMap(ExtensionContext::getTestClass).isEmpty();
        var server = SERVER.get();
        if (!outermost || server == null) return;
        server.close();
        SERVER.remove();
    }

    /** Settings of a company that is founded now; none where the story wants files. */
    static Map<String, String> database(String company) {
        var server = SERVER.get();
        if (server == null) return Map.of();
        var name = company.toLowerCase(Locale.ROOT) + "_" + System.nanoTime();
        try (var connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
        return Map.of(
                "spring.datasource.url", server.getJdbcUrl("postgres", name), "spring.datasource.username", "postgres");
    }
}
