package dev.drawbridge.secrets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A secret that is given as a file instead of a setting, as containers and service managers do. */
public final class SecretFile {
    private SecretFile() {}

    /**
     * The value itself or the first line of the file.
     *
     * @param name what the secret is called in a sentence to the operator
     */
    public static @Nullable String orValue(String name, @Nullable String value, @Nullable Path file) {
        var given = value == null || value.isBlank() ? null : value;
        if (file == null) return given;
        if (given != null)
            throw new IllegalArgumentException("%s is given twice, as a value and as a file: keep one".formatted(name));
        try (var lines = Files.lines(file)) {
            return lines.findFirst()
                    .filter(line -> !line.isBlank())
                    .orElseThrow(() -> new IllegalArgumentException("%s: %s is empty".formatted(name, file)));
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("%s: %s cannot be read".formatted(name, file), unreadable);
        }
    }
}
