package dev.drawbridge.rules;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * External scripts: what stands in {@code lib/}, below the folder of a connection and beside all of them. A Groovy file is
 * the class that its place says, as {@code lib/Status.groovy} is {@code Status}; that of the connection goes first. Scripts
 * read other files with {@code getResourceAsStream}.
 *
 * @param texts files by their place, {@code lib/…} of the connection and {@code ../lib/…} of all; of compiled classes their
 *     hash, of what is no text its Base64 behind {@code base64,}
 * @param archives where those archives are
 */
record Library(SortedMap<String, String> texts, List<URL> archives) {
    static final Library NONE = new Library(new TreeMap<>(), List.of());
    private static final String OWN = "lib/";
    private static final String SHARED = "../lib/";
    private static final String GROOVY = ".groovy";
    private static final String BYTES = "base64,";
    private static final Pattern LEFT_BY_EDITORS = Pattern.compile("[.#].*|.*(~|\\.(bak|draft|orig|swp|tmp))");
    private static final long LARGEST = 1 << 20;

    /**
     * Reads both folders.
     *
     * @param rules the folder with one folder for each connection
     * @param connection name of that folder
     * @param jarsAllowed whether archives of classes, which no guard looks at, may be used
     */
    static Library read(Path rules, String connection, boolean jarsAllowed) {
        var texts = new TreeMap<String, String>();
        var archives = new ArrayList<URL>();
        for (var place : List.of(OWN, SHARED)) {
            var folder = rules.resolve(connection).resolve(place).normalize();
            for (var file : files(folder, connection + "/" + place)) {
                var name = place + folder.relativize(file).toString().replace('\\', '/');
                if (name.endsWith(GROOVY)) texts.put(name, text(file, shown(connection, name)));
                else if (isCompiled(name)) {
                    if (!jarsAllowed)
                        throw new RuleBroken(
                                shown(connection, name),
                                null,
                                "is not used, because no guard looks at compiled classes: set drawbridge.rules.allow-jars=true, or take it away",
                                null);
                    texts.put(name, hash(file, shown(connection, name)));
                    if (name.endsWith(".jar")) archives.add(url(file));
                    else if (!archives.contains(url(folder))) archives.add(url(folder));
                } else texts.put(name, resource(file, shown(connection, name)));
            }
        }
        alike(texts, connection);
        return new Library(texts, List.copyOf(archives));
    }

    /** What compiles rules that may use them. */
    static Compiler compiler(Map<String, String> files, String connection, List<URL> archives) {
        var compiler = new Compiler().jars(archives).resources(resources(files));
        sources(files, connection).forEach(compiler::add);
        return compiler;
    }

    /** Of the files of a connection, those that are compiled and thus not guarded: a sentence for each. */
    static List<String> unguarded(Map<String, String> files, String connection) {
        return files.entrySet().stream()
                .filter(file -> isLibrary(file.getKey()) && isCompiled(file.getKey()))
                .map(file -> "%s is used, and no guard looks at what it does (SHA-256 %s)."
                        .formatted(shown(connection, file.getKey()), file.getValue()))
                .toList();
    }

    /** Of the files of a connection, those that are external scripts. */
    static List<RuleSource> sources(Map<String, String> files, String connection) {
        var byPath = new HashMap<String, RuleSource>();
        for (var place : List.of(SHARED, OWN))
            files.forEach((name, text) -> {
                if (!name.startsWith(place) || !name.endsWith(GROOVY)) return;
                var path = name.substring(place.length(), name.length() - GROOVY.length());
                byPath.put(path, new RuleSource(shown(connection, name), path, text));
            });
        return List.copyOf(byPath.values());
    }

    private static Map<String, byte[]> resources(Map<String, String> files) {
        var byPath = new HashMap<String, byte[]>();
        for (var place : List.of(SHARED, OWN))
            files.forEach((name, text) -> {
                if (name.startsWith(place) && !name.endsWith(GROOVY) && !isCompiled(name))
                    byPath.put(name.substring(place.length()), bytes(text));
            });
        return byPath;
    }

    static boolean isLibrary(String name) {
        return name.startsWith(OWN) || name.startsWith(SHARED);
    }

    private static boolean isCompiled(String name) {
        return name.endsWith(".jar") || name.endsWith(".class");
    }

    /** As administrators know it, below the rules folder. */
    static String shown(String connection, String name) {
        return name.startsWith(SHARED) ? name.substring(3) : connection + "/" + name;
    }

    private static void alike(SortedMap<String, String> texts, String connection) {
        var seen = new HashMap<String, String>();
        for (var name : texts.keySet()) {
            var other = seen.put(name.toLowerCase(Locale.ROOT), name);
            if (other != null)
                throw new RuleBroken(
                        shown(connection, name),
                        null,
                        "stands beside a file of the same name but for case: " + shown(connection, other),
                        null);
        }
    }

    private static List<Path> files(Path folder, String shown) {
        if (!Files.exists(folder)) return List.of();
        if (!Files.isDirectory(folder)) throw new RuleBroken(shown, null, "is a file, not a folder", null);
        try (var all = Files.walk(folder)) {
            return all.filter(Predicate.not(folder::equals))
                    .filter(file -> isMeant(folder, file))
                    .sorted()
                    .toList();
        } catch (IOException | java.io.UncheckedIOException unreadable) {
            throw new RuleBroken(shown, null, "cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /** Neither hidden files nor what editors leave, nor folders, unless one is called like a script. */
    private static boolean isMeant(Path folder, Path file) {
        for (var part : folder.relativize(file))
            if (LEFT_BY_EDITORS.matcher(part.toString()).matches()) return false;
        var name = String.valueOf(file.getFileName());
        return Files.isRegularFile(file) || name.endsWith(GROOVY);
    }

    private static String text(Path file, String shown) {
        try {
            if (Files.isDirectory(file)) throw new RuleBroken(shown, null, "is a folder, not a file", null);
            if (Files.size(file) > LARGEST) throw new RuleBroken(shown, null, "is larger than 1 MB", null);
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (CharacterCodingException encoding) {
            throw new RuleBroken(shown, null, "is not UTF-8 text; save it in that encoding", encoding);
        } catch (IOException unreadable) {
            throw new RuleBroken(
                    shown, null, "cannot be read: " + unreadable.getClass().getSimpleName(), unreadable);
        }
    }

    private static String resource(Path file, String shown) {
        try {
            if (Files.size(file) > LARGEST) throw new RuleBroken(shown, null, "is larger than 1 MB", null);
            var bytes = Files.readAllBytes(file);
            var text = new String(bytes, StandardCharsets.UTF_8);
            var same = Arrays.equals(bytes, text.getBytes(StandardCharsets.UTF_8));
            return same && text.indexOf('\0') < 0 && !text.startsWith(BYTES)
                    ? text
                    : BYTES + Base64.getEncoder().encodeToString(bytes);
        } catch (IOException unreadable) {
            throw new RuleBroken(
                    shown, null, "cannot be read: " + unreadable.getClass().getSimpleName(), unreadable);
        }
    }

    private static byte[] bytes(String resource) {
        return resource.startsWith(BYTES)
                ? Base64.getDecoder().decode(resource.substring(BYTES.length()))
                : resource.getBytes(StandardCharsets.UTF_8);
    }

    private static String hash(Path file, @Nullable String shown) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException unreadable) {
            throw new RuleBroken(String.valueOf(shown), null, "cannot be read: " + unreadable, unreadable);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new IllegalArgumentException(impossible);
        }
    }
}
