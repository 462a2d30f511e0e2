package dev.drawbridge.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** The examples that were recorded beside the rules of each connection. */
@Component
public class ExampleFolders {
    private final Path rules;

    ExampleFolders(RulesSettings settings) {
        rules = settings.rulesDir();
    }

    /** Deletes the examples in which that stands; says which, as {@code connection/examples/case}. */
    public List<String> erase(Pattern words) {
        var gone = new ArrayList<String>();
        for (var folder : folders()) {
            if (!holds(folder, words)) continue;
            delete(folder);
            gone.add(rules.relativize(folder).toString());
        }
        return gone;
    }

    private List<Path> folders() {
        var found = new ArrayList<Path>();
        for (var connection : inside(rules)) {
            // What is shipped was recorded of nobody.
            if (connection.getFileName().toString().equals("default")) continue;
            for (var example : inside(connection.resolve("examples"))) found.add(example);
        }
        return found;
    }

    private static List<Path> inside(Path folder) {
        if (!Files.isDirectory(folder)) return List.of();
        try (var list = Files.list(folder)) {
            return list.filter(Files::isDirectory).sorted().toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static boolean holds(Path folder, Pattern words) {
        return all(folder).stream().filter(Files::isRegularFile).anyMatch(file -> speaks(file, words));
    }

    private static boolean speaks(Path file, Pattern words) {
        try {
            return words.matcher(new String(Files.readAllBytes(file), StandardCharsets.UTF_8))
                    .find();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void delete(Path folder) {
        try {
            for (var file : all(folder)) Files.delete(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Deepest first. */
    private static List<Path> all(Path folder) {
        try (var walk = Files.walk(folder)) {
            return walk.sorted(Comparator.reverseOrder()).toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
