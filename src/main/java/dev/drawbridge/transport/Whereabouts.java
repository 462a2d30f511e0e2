package dev.drawbridge.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What can be told of the place in which a node runs. */
final class Whereabouts {
    private static final String IN_A_FILE = "jdbc:h2:file:";

    private Whereabouts() {}

    /** A store in a file by its folder as the system knows it, whatever links lead there; another one by its address. */
    static String store(String url) {
        var address = url.replaceFirst("[;?].*", "");
        return address.startsWith(IN_A_FILE) ? real(Path.of(address.substring(IN_A_FILE.length()))) : address;
    }

    /** The machine's own name for itself; null where there is none or it is empty, as in many containers. */
    static @Nullable String machine(Path file) {
        try {
            var name = Files.exists(file) ? Files.readString(file).strip() : "";
            return name.isEmpty() || name.length() > 64 ? null : name;
        } catch (IOException unreadable) {
            return null;
        }
    }

    private static String real(Path file) {
        var folder = file.toAbsolutePath().normalize().getParent();
        try {
            return String.valueOf(folder == null ? file : folder.toRealPath());
        } catch (IOException gone) {
            return String.valueOf(folder);
        }
    }
}
