package dev.drawbridge.rules;

import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.connection.Mode;
import dev.drawbridge.journal.Happening;
import dev.drawbridge.journal.Journal;
import dev.drawbridge.twin.Again;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The rules of all connections, compiled. A changed file is taken once its folder has been quiet for a moment, so that
 * none is taken half written; one that cannot be used leaves the last good version running and is reported once.
 */
@Component("rulebooks")
public class Rulebooks {
    private static final Duration QUIET = Duration.ofMillis(500);

    private final Path rules;
    private final boolean jarsAllowed;
    private final RulesSettings.Publish publish;
    private final RuleVersions versions;
    private final Connections connections;
    private final Again again;
    private final Journal journal;
    private final Clock clock;
    private final Map<UUID, Shelf> shelves = new ConcurrentHashMap<>();
    private volatile boolean listed;
    private volatile List<Connection> known = List.of();

    Rulebooks(
            RulesSettings settings,
            RuleVersions versions,
            Connections connections,
            Again again,
            Journal journal,
            Clock clock) {
        this.rules = settings.rulesDir();
        jarsAllowed = settings.rules().allowJars();
        publish = settings.rules().publish();
        this.versions = versions;
        this.connections = connections;
        this.again = again;
        this.journal = journal;
        this.clock = clock;
        requireOwned(rules);
    }

    /**
     * What is kept of one connection.
     *
     * @param book the one in use; null when there never was a good one
     * @param problem what is wrong with the newest files
     * @param judged version of the files that book or problem come from
     * @param arriving version of files that are not taken yet, seen first at {@code since}
     */
    private record Shelf(
            @Nullable Rulebook book,
            @Nullable RuleBroken problem,
            String judged,
            @Nullable String arriving,
            Instant since) {

        Shelf arriving(@Nullable String version, Instant since) {
            return new Shelf(book, problem, judged, version, since);
        }
    }

    /** Looks whether files have changed, in all connections. */
    public synchronized void look() {
        if (!listed) {
            listed = true;
            known = connections.all();
        }
        for (var connection : known) shelves.put(connection.id(), look(connection, shelves.get(connection.id())));
    }

    /** The book in use for a connection. */
    Rulebook of(Connection connection) {
        var shelf = shelf(connection);
        if (shelf.book() == null) throw Objects.requireNonNull(shelf.problem());
        return shelf.book();
    }

    /** The book of a version that was in use when work on something began. */
    Rulebook of(Connection connection, @Nullable String version) {
        var current = of(connection);
        if (version == null || current.version().equals(version)) return current;
        return versions.find(connection.id(), version)
                .map(texts -> old(connection, texts))
                .orElse(current);
    }

    /** A book is not needed any more by somebody; that of an old version is nobody else's. */
    void done(Connection connection, Rulebook book) {
        if (!book.version().equals(of(connection).version())) book.retire();
    }

    /** Of compiled classes only the hash is kept: those that are there now are used. */
    private Rulebook old(Connection connection, SortedMap<String, String> texts) {
        var archives = jarsAllowed && connection.mode() == Mode.SCRIPT
                ? Library.read(rules, connection.name(), true).archives()
                : List.<URL>of();
        return new RuleFiles(texts, archives, null).book(connection);
    }

    /** The external scripts that are in use, by the name of their class. */
    Map<String, Class<?>> classes(Connection connection) {
        var book = shelf(connection).book();
        var classes = new TreeMap<String, Class<?>>();
        if (book == null) return classes;
        var loader = book.outgoing().script().getClassLoader();
        for (var name : book.outgoing().sources().keySet())
            try {
                if (!name.startsWith("rule_")) classes.put(name, Class.forName(name, false, loader));
            } catch (ClassNotFoundException | LinkageError unknown) {
                continue; // of a file that holds no class of its name
            }
        return classes;
    }

    /** What is wrong with the newest files of a connection, while an older version runs. */
    public Optional<RuleBroken> problem(UUID connection) {
        return Optional.ofNullable(shelves.get(connection)).map(Shelf::problem);
    }

    /** Version of the newest files of a connection that were looked at: in use, or found broken. */
    public Optional<String> judged(UUID connection) {
        return Optional.ofNullable(shelves.get(connection)).map(Shelf::judged);
    }

    /** Text of one rule, {@code outgoing} or {@code incoming}. */
    public String read(Connection connection, String direction) {
        var files = RuleFiles.read(rules, connection, jarsAllowed);
        if (files.problem() != null) throw files.problem();
        return Objects.requireNonNull(files.texts().get(direction + ".groovy"));
    }

    /**
     * The text of one file.
     *
     * @param file as administrators know it, below the rules folder
     * @param version of the rules in which it stood like this; null for the one that is there now
     * @return empty when there is or was no such file, or that version is not kept
     */
    public Optional<String> text(Connection connection, String file, @Nullable String version) {
        var texts = version == null
                ? Optional.of(RuleFiles.read(rules, connection, jarsAllowed).texts())
                : versions.find(connection.id(), version);
        return texts.stream()
                .flatMap(all -> all.entrySet().stream())
                .filter(one -> file.equals(
                        Library.isLibrary(one.getKey())
                                ? Library.shown(connection.name(), one.getKey())
                                : RuleFiles.shown(connection, one.getKey())))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** The etag of a rule's text. */
    public String version(String text) {
        return RuleTexts.version(text);
    }

    /** Whether an administrator has to publish what is changed. */
    public boolean isPublishedByHand() {
        return publish == RulesSettings.Publish.MANUAL;
    }

    /** What is in the files of a connection, and what of it is in use. */
    public RuleState state(Connection connection) {
        var shelf = shelf(connection);
        var inUse = shelf.book() == null ? null : shelf.book().version();
        var used = inUse == null ? null : versions.find(connection.id(), inUse).orElse(null);
        var files = RuleFiles.read(rules, connection, jarsAllowed);
        var problem = files.problem() != null ? files.problem() : shelf.problem();
        return new RuleState(
                inUse,
                files.version(),
                !files.version().equals(inUse),
                problem,
                Stream.of("outgoing", "incoming")
                        .map(direction -> text(connection, direction, files.texts(), used))
                        .toList());
    }

    private RuleState.Text text(
            Connection connection,
            String direction,
            SortedMap<String, String> files,
            @Nullable SortedMap<String, String> used) {
        var name = direction + ".groovy";
        var now = files.get(name);
        var then = used == null ? null : used.get(name);
        return new RuleState.Text(
                direction,
                RuleFiles.shown(connection, name),
                now == null ? null : version(now),
                then == null ? null : version(then),
                RuleFiles.modified(rules, connection, name));
    }

    /** The text of one rule that is in use; empty when there never was a good one. */
    public Optional<String> inUse(Connection connection, String direction) {
        var book = shelf(connection).book();
        return book == null
                ? Optional.empty()
                : versions.find(connection.id(), book.version()).map(texts -> texts.get(direction + ".groovy"));
    }

    /**
     * Takes what is in the files into use now.
     *
     * @param seen version of the files that somebody has looked at; null for whatever is there
     * @return the version in use; empty when the files are others by now
     * @throws RuleBroken when they cannot be used; what is in use goes on
     */
    public synchronized Optional<String> publish(Connection connection, @Nullable String seen) {
        var shelf = shelf(connection);
        var files = RuleFiles.read(rules, connection, jarsAllowed);
        if (seen != null && !seen.equals(files.version())) return Optional.empty();
        if (shelf.book() != null && shelf.book().version().equals(files.version()) && shelf.problem() == null)
            return Optional.of(files.version());
        shelves.put(connection.id(), used(connection, shelf, files, files.book(connection)));
        return Optional.of(files.version());
    }

    /** Replaces one rule when it compiles; the file is replaced as a whole. */
    public void save(Connection connection, String direction, String text, String author) {
        requireEditable(connection);
        requireGood(connection, direction + ".groovy", text);
        var folder = rules.resolve(connection.name());
        try {
            var draft = Files.createTempFile(folder, direction, ".draft");
            Files.writeString(draft, text);
            Files.move(draft, folder.resolve(direction + ".groovy"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw new UncheckedIOException("The rule cannot be written to " + folder, failure);
        }
        versions.saved(connection.id(), direction, text, author);
    }

    private static void requireEditable(Connection connection) {
        if (connection.mode() != Mode.SCRIPT)
            throw new IllegalStateException(
                    "The rules of a %s connection are fixed: they cannot be edited.".formatted(connection.mode()));
    }

    /** Whatever is wrong with other files does not keep anybody from mending this one. */
    private void requireGood(Connection connection, String name, String text) {
        try {
            RuleFiles.read(rules, connection, jarsAllowed)
                    .with(name, text)
                    .book(connection)
                    .retire();
        } catch (RuleBroken broken) {
            if (broken.file().equals(RuleFiles.shown(connection, name))) throw broken;
            Compiler.compile(RuleFiles.shown(connection, name), text);
        }
    }

    /** The rules in the files with another text for one of them; not in use. */
    Rulebook draft(Connection connection, String direction, String text) {
        return RuleFiles.read(rules, connection, jarsAllowed)
                .with(direction + ".groovy", text)
                .book(connection);
    }

    /**
     * A version that was in use before, compiled anew.
     *
     * @param version null for the one before that in use
     * @throws IllegalArgumentException when it is not known
     */
    Rulebook former(Connection connection, @Nullable String version) {
        var wanted = version != null
                ? version
                : versions.before(connection.id(), of(connection).version())
                        .orElseThrow(() -> new IllegalArgumentException(
                                "No other version of the rules of '%s' has been in use: name a rule to compare with."
                                        .formatted(connection.name())));
        return versions.find(connection.id(), wanted)
                .map(texts -> old(connection, texts))
                .orElseThrow(() -> new IllegalArgumentException(
                        "No version '%s' of the rules of '%s' has been in use.".formatted(wanted, connection.name())));
    }

    /** Texts that are of interest where one rule is: its own, and those of the external scripts that it names. */
    List<RuleSource> sources(Connection connection, String name) {
        var files = RuleFiles.read(rules, connection, jarsAllowed);
        if (files.problem() != null) throw files.problem();
        var rule = RuleSource.rule(
                RuleFiles.shown(connection, name),
                Objects.requireNonNull(files.texts().get(name)));
        var all = new ArrayList<>(List.of(rule));
        Library.sources(files.texts(), connection.name()).stream()
                .filter(script -> rule.names(script.className()))
                .forEach(all::add);
        return all;
    }

    /** A new Script connection gets its own copies of the default rules; what is there stays. */
    @EventListener
    void on(Connections.Added added) {
        listed = false;
        if (added.mode() != Mode.SCRIPT) return;
        try {
            var folder = Files.createDirectories(rules.resolve(added.name()));
            for (var name : List.of(RuleFiles.OUTGOING, RuleFiles.INCOMING)) {
                var target = folder.resolve(name);
                if (Files.exists(target)) continue;
                var text = Files.readString(rules.resolve("default").resolve(name));
                Files.writeString(target, text.replace("<project>", added.incomingProject()));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(
                    "drawbridge.rules-dir: the rules of connection '" + added.name() + "' cannot be made in "
                            + rules.toAbsolutePath() + " (default/ must be there, and writable)",
                    failure);
        }
    }

    @EventListener
    void on(Connections.Changed changed) {
        listed = false;
    }

    private Shelf shelf(Connection connection) {
        var shelf = shelves.get(connection.id());
        return shelf == null ? first(connection) : shelf;
    }

    private synchronized Shelf first(Connection connection) {
        var shelf = shelves.get(connection.id());
        if (shelf == null) {
            shelf = look(connection, null);
            shelves.put(connection.id(), shelf);
        }
        return shelf;
    }

    private Shelf look(Connection connection, @Nullable Shelf shelf) {
        var now = clock.instant();
        var files = RuleFiles.read(rules, connection, jarsAllowed);
        var version = files.version();
        if (shelf != null) {
            if (version.equals(shelf.judged())) return shelf.arriving(null, now);
            if (waitsForHand(connection)) return shelf;
            if (!version.equals(shelf.arriving())) return shelf.arriving(version, now);
            if (now.isBefore(shelf.since().plus(QUIET))) return shelf;
        }
        if (shelf == null && waitsForHand(connection)) {
            var last = versions.latest(connection.id()).map(texts -> new RuleFiles(texts, List.of(), null));
            if (last.isPresent() && !last.get().version().equals(version)) return unpublished(connection, last.get());
        }
        try {
            return used(connection, shelf, files, files.book(connection));
        } catch (RuleBroken broken) {
            return broken(connection, shelf, version, broken);
        }
    }

    /** Built-in rules come with the node; nobody publishes them. */
    private boolean waitsForHand(Connection connection) {
        return isPublishedByHand() && connection.mode() == Mode.SCRIPT;
    }

    /** The node starts, and the files are others than those in use before it: they wait for a person. */
    private Shelf unpublished(Connection connection, RuleFiles last) {
        try {
            return new Shelf(old(connection, last.texts()), null, last.version(), null, clock.instant());
        } catch (RuleBroken outdated) {
            return new Shelf(null, outdated, last.version(), null, clock.instant());
        }
    }

    private Shelf used(Connection connection, @Nullable Shelf shelf, RuleFiles files, Rulebook book) {
        var before = shelf == null || shelf.book() == null ? lastGood(connection) : Optional.of(shelf.book());
        versions.used(connection.id(), book.version(), files.texts());
        if (before.isPresent() && !before.get().version().equals(book.version()))
            journal.write(Happening.of(Happening.Level.INFO, "rule-changed", "The rules are used from now on.")
                    .on(connection.id(), connection.name())
                    .rule(book.version()));
        for (var unguarded : Library.unguarded(files.texts(), connection.name()))
            journal.write(Happening.of(Happening.Level.INFO, "rule-unguarded", unguarded)
                    .on(connection.id(), connection.name())
                    .rule(book.version()));
        if (before.isEmpty() || !before.get().version().equals(book.version())) again.rulesChanged(connection.id());
        before.ifPresent(Rulebook::retire);
        return new Shelf(book, null, book.version(), null, clock.instant());
    }

    private Shelf broken(Connection connection, @Nullable Shelf shelf, String version, RuleBroken broken) {
        var book = shelf == null ? lastGood(connection).orElse(null) : shelf.book();
        journal.write(Happening.of(
                        Happening.Level.ERROR,
                        "rule-broken",
                        broken.sentence() + (book == null ? "" : " (the last good version goes on)"))
                .on(connection.id(), connection.name()));
        return new Shelf(book, broken, version, null, clock.instant());
    }

    /** The version in use before this node started. */
    private Optional<Rulebook> lastGood(Connection connection) {
        try {
            return versions.latest(connection.id()).map(texts -> old(connection, texts));
        } catch (RuleBroken outdated) {
            return Optional.empty();
        }
    }

    /** Whoever writes rules owns the node. */
    private static void requireOwned(Path rules) {
        try {
            if (Files.isDirectory(rules)
                    && Files.getPosixFilePermissions(rules).contains(PosixFilePermission.OTHERS_WRITE))
                throw new IllegalStateException(("drawbridge.rules-dir: everybody on this machine may write to %s, and"
                                + " whoever writes rules owns the node; take that right away (chmod o-w).")
                        .formatted(rules.toAbsolutePath()));
        } catch (IOException | UnsupportedOperationException unknown) {
            // A file system without such rights has other means.
        }
    }
}
