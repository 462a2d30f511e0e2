package dev.drawbridge.rules;

import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.Mode;
import dev.drawbridge.replica.Canonical;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What stands in the folder of one connection at one moment: texts that may become a rule book, or the reason why they
 * cannot.
 *
 * @param texts file name to content; of an archive of classes its hash
 * @param archives those of its external scripts
 * @param problem why they cannot be used; null when nothing is wrong with the files as such
 */
record RuleFiles(SortedMap<String, String> texts, List<URL> archives, @Nullable RuleBroken problem) {
    static final String OUTGOING = "outgoing.groovy", INCOMING = "incoming.groovy", USERS = "users.csv";
    private static final long LARGEST = 1 << 20;

    /** Short hash of all contents: the version of the rules. */
    String version() {
        var all = texts.entrySet().stream()
                .map(file -> file.getKey() + "\u0000" + file.getValue())
                .collect(Collectors.joining("\u0000"));
        return Canonical.sha256(problem == null ? all : "?" + problem.sentence())
                .substring(0, 12);
    }

    static RuleFiles read(Path rules, Connection connection, boolean jarsAllowed) {
        try {
            var library = connection.mode() == Mode.SCRIPT
                    ? Library.read(rules, connection.name(), jarsAllowed)
                    : Library.NONE;
            var texts = texts(rules, connection);
            texts.putAll(library.texts());
            return new RuleFiles(texts, library.archives(), null);
        } catch (RuleBroken problem) {
            return new RuleFiles(new TreeMap<>(), List.of(), problem);
        }
    }

    /** The same with another text for one file. */
    RuleFiles with(String name, String text) {
        var changed = new TreeMap<>(texts);
        changed.put(name, text);
        return new RuleFiles(changed, archives, problem);
    }

    /** File names as administrators know them. */
    static String shown(Connection connection, String name) {
        var builtIn = connection.mode() == Mode.BASIC && !name.equals(USERS);
        return (builtIn ? "(basic)" : connection.name()) + "/" + name;
    }

    /** When a file was written last; null for what is built in or not there. */
    static @Nullable Instant modified(Path rules, Connection connection, String name) {
        if (connection.mode() != Mode.SCRIPT) return null;
        try {
            return Files.getLastModifiedTime(rules.resolve(connection.name()).resolve(name))
                    .toInstant();
        } catch (IOException absent) {
            return null;
        }
    }

    private static TreeMap<String, String> texts(Path rules, Connection connection) {
        var texts = new TreeMap<String, String>();
        var scripted = connection.mode() == Mode.SCRIPT;
        var names = names(rules, connection);
        for (var name : List.of(OUTGOING, INCOMING))
            texts.put(name, scripted ? text(rules, connection, name) : builtIn(name));
        if (names.contains(USERS)) texts.put(USERS, text(rules, connection, USERS));
        return texts;
    }

    /** What is in the folder. Names that differ only in case would be one file on some machines and two on others. */
    private static List<String> names(Path rules, Connection connection) {
        var folder = rules.resolve(connection.name());
        alike(connection, list(rules, connection), connection.name(), "folder");
        if (connection.mode() != Mode.SCRIPT && !Files.isDirectory(folder)) return List.of();
        var names = list(folder, connection);
        for (var name : List.of(OUTGOING, INCOMING, USERS)) alike(connection, names, name, "file");
        return names;
    }

    private static void alike(Connection connection, List<String> names, String wanted, String what) {
        var like = names.stream().filter(wanted::equalsIgnoreCase).sorted().toList();
        var file = what.equals("folder") ? wanted + "/" : shown(connection, wanted);
        if (like.size() > 1)
            throw new RuleBroken(
                    file, null, "stands beside a %s of the same name but for case: %s".formatted(what, like), null);
        if (like.size() == 1 && !like.get(0).equals(wanted))
            throw new RuleBroken(file, null, "is called '%s' here: rename that %s".formatted(like.get(0), what), null);
    }

    private static List<String> list(Path folder, Connection connection) {
        try (var files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString()).toList();
        } catch (NoSuchFileException missing) {
            if (connection.mode() != Mode.SCRIPT) return List.of();
            throw new RuleBroken(connection.name() + "/", null, "is missing in " + folder.toAbsolutePath(), missing);
        } catch (IOException unreadable) {
            throw new RuleBroken(connection.name() + "/", null, "cannot be read: " + unreadable, unreadable);
        }
    }

    private static String text(Path rules, Connection connection, String name) {
        var path = rules.resolve(connection.name()).resolve(name);
        var file = shown(connection, name);
        try {
            if (Files.isDirectory(path)) throw new RuleBroken(file, null, "is a folder, not a file", null);
            if (Files.size(path) > LARGEST) throw new RuleBroken(file, null, "is larger than 1 MB", null);
            return Files.readString(path, StandardCharsets.UTF_8);
        } catch (CharacterCodingException encoding) {
            throw new RuleBroken(file, null, "is not UTF-8 text; save it in that encoding", encoding);
        } catch (NoSuchFileException missing) {
            throw new RuleBroken(file, null, "is missing", missing);
        } catch (IOException unreadable) {
            throw new RuleBroken(
                    file, null, "cannot be read: " + unreadable.getClass().getSimpleName(), unreadable);
        }
    }

    private static String builtIn(String name) {
        try (var stream = RuleFiles.class.getResourceAsStream("/rules/basic/" + name)) {
            return new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException impossible) {
            throw new java.io.UncheckedIOException(impossible);
        }
    }

    /** Compiles them. */
    Rulebook book(Connection connection) {
        if (problem != null) throw problem;
        var compiler = Library.compiler(texts, connection.name(), archives);
        var rules = List.of(rule(connection, OUTGOING), rule(connection, INCOMING));
        rules.forEach(compiler::add);
        var compiled = compiler.compile(rules);
        var users = texts.get(USERS);
        return new Rulebook(
                version(),
                compiled.get(0),
                compiled.get(1),
                users == null ? UserTable.EMPTY : UserTable.read(shown(connection, USERS), users));
    }

    private RuleSource rule(Connection connection, String name) {
        return RuleSource.rule(shown(connection, name), Objects.requireNonNull(texts.get(name)));
    }
}
