package dev.drawbridge.rules;

import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.connection.Mode;
import dev.drawbridge.journal.Happening;
import dev.drawbridge.journal.Journal;
import dev.drawbridge.replica.Canonical;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The rules of all connections, compiled. Files are looked at again at most twice a second; one that cannot be used
 * leaves the last good version running and is reported once.
 */
@Component
public class Rulebooks {
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final String OUTGOING = "outgoing.groovy", INCOMING = "incoming.groovy";

    private final RulesSettings settings;
    private final Journal journal;
    private final Clock clock;
    private final Map<UUID, Shelf> shelves = new ConcurrentHashMap<>();

    Rulebooks(RulesSettings settings, Journal journal, Clock clock) {
        this.settings = settings;
        this.journal = journal;
        this.clock = clock;
    }

    /** What is kept of one connection: the running book, and what is wrong with the newest files. */
    private record Shelf(@Nullable Rulebook book, @Nullable RuleBroken problem, String fingerprint, Instant lookedAt) {}

    /** The book in use for a connection. */
    Rulebook of(Connection connection) {
        var shelf = shelves.compute(connection.id(), (id, known) -> look(connection, known));
        var book = Objects.requireNonNull(shelf).book();
        if (book == null) throw Objects.requireNonNull(shelf.problem());
        return book;
    }

    /** What is wrong with the newest files of a connection, while an older version runs. */
    public Optional<RuleBroken> problem(UUID connection) {
        return Optional.ofNullable(shelves.get(connection)).map(Shelf::problem);
    }

    /** Text of one rule, {@code outgoing} or {@code incoming}. */
    public String read(Connection connection, String direction) {
        return text(connection, direction + ".groovy");
    }

    /** The etag of a rule's text. */
    public String version(String text) {
        return Canonical.sha256(text).substring(0, 12);
    }

    /** Replaces one rule when it compiles; the file is replaced as a whole. */
    public void save(Connection connection, String direction, String text) {
        if (connection.mode() != Mode.SCRIPT)
            throw new IllegalStateException("The rules of a %s connection are fixed.".formatted(connection.mode()));
        Compiler.compile(connection.name() + "/" + direction + ".groovy", text);
        try {
            var target = folder(connection.name()).resolve(direction + ".groovy");
            var draft = Files.createTempFile(target.getParent(), direction, ".draft");
            Files.writeString(draft, text);
            Files.move(draft, target, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(
                    "The rule cannot be written to " + folder(connection.name()), failure);
        }
    }

    /** A new Script connection gets its own copies of the default rules; what is there stays. */
    @EventListener
    void on(Connections.Added added) {
        if (added.mode() != Mode.SCRIPT) return;
        try {
            var folder = Files.createDirectories(folder(added.name()));
            for (var name : new String[] {OUTGOING, INCOMING}) {
                var target = folder.resolve(name);
                if (Files.exists(target)) continue;
                var text =
                        Files.readString(settings.rulesDir().resolve("default").resolve(name));
                Files.writeString(target, text.replace("<project>", added.incomingProject()));
            }
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(
                    "drawbridge.rules-dir: the rules of connection '" + added.name() + "' cannot be made in "
                            + settings.rulesDir().toAbsolutePath() + " (default/ must be there, and writable)",
                    failure);
        }
    }

    private Shelf look(Connection connection, @Nullable Shelf known) {
        var now = clock.instant();
        if (known != null && known.lookedAt().plus(LOOK_EVERY).isAfter(now)) return known;
        try {
            var outgoing = text(connection, OUTGOING);
            var incoming = text(connection, INCOMING);
            var fingerprint = Canonical.sha256(outgoing + "\u0000" + incoming);
            if (known != null && known.fingerprint().equals(fingerprint))
                return new Shelf(known.book(), known.problem(), fingerprint, now);
            return compiled(connection, known, outgoing, incoming, fingerprint, now);
        } catch (RuleBroken unreadable) {
            return broken(connection, known, unreadable, "", now);
        }
    }

    private Shelf compiled(
            Connection connection,
            @Nullable Shelf known,
            String outgoing,
            String incoming,
            String fingerprint,
            Instant now) {
        try {
            var book = new Rulebook(
                    fingerprint.substring(0, 12),
                    Compiler.compile(file(connection, OUTGOING), outgoing),
                    Compiler.compile(file(connection, INCOMING), incoming));
            if (known != null)
                journal.write(Happening.of(Happening.Level.INFO, "rule-changed", "The rules are used from now on.")
                        .on(connection.id(), connection.name())
                        .rule(book.version()));
            return new Shelf(book, null, fingerprint, now);
        } catch (RuleBroken broken) {
            return broken(connection, known, broken, fingerprint, now);
        }
    }

    private Shelf broken(
            Connection connection, @Nullable Shelf known, RuleBroken broken, String fingerprint, Instant now) {
        if (known == null || !known.fingerprint().equals(fingerprint) || known.problem() == null)
            journal.write(Happening.of(
                            Happening.Level.ERROR,
                            "rule-broken",
                            broken.sentence()
                                    + (known == null || known.book() == null ? "" : " The last good version goes on."))
                    .on(connection.id(), connection.name()));
        return new Shelf(known == null ? null : known.book(), broken, fingerprint, now);
    }

    private String text(Connection connection, String name) {
        if (connection.mode() == Mode.BASIC) return builtIn(name);
        var path = folder(connection.name()).resolve(name);
        try {
            return Files.readString(path, StandardCharsets.UTF_8);
        } catch (CharacterCodingException encoding) {
            throw new RuleBroken(file(connection, name), null, "is not UTF-8 text; save it in that encoding", encoding);
        } catch (IOException unreadable) {
            var why = Files.isDirectory(path) ? "is a folder, not a file" : "cannot be read";
            throw new RuleBroken(file(connection, name), null, why, unreadable);
        }
    }

    private static String builtIn(String name) {
        try (var stream = Rulebooks.class.getResourceAsStream("/rules/basic/" + name)) {
            return new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException impossible) {
            throw new java.io.UncheckedIOException(impossible);
        }
    }

    private Path folder(String connection) {
        return settings.rulesDir().resolve(connection);
    }

    private static String file(Connection connection, String name) {
        return (connection.mode() == Mode.BASIC ? "(basic)" : connection.name()) + "/" + name;
    }
}
