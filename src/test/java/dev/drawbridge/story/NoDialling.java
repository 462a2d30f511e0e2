package dev.drawbridge.story;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.Permission;
import java.util.List;

/**
 * Stands in a node's virtual machine before every outgoing connection, of whatever library: writes it down, and refuses it
 * unless it leads to one of the allowed ports.
 */
@SuppressWarnings("removal")
public final class NoDialling extends SecurityManager {
    private final List<String> allowed =
            List.of(System.getProperty("nodialling.allowed").split(","));
    private final Path record = Path.of(System.getProperty("nodialling.record"));

    @Override
    public void checkConnect(String host, int port) {
        if (port < 0) return; // a name is resolved, nothing is dialled
        write(host + ":" + port);
        if (!allowed.contains(String.valueOf(port)))
            throw new SecurityException("This node may not dial " + host + ":" + port);
    }

    @Override
    public void checkPermission(Permission permission) {
        // all else is allowed
    }

    @Override
    public void checkPermission(Permission permission, Object context) {
        // all else is allowed
    }

    private synchronized void write(String line) {
        try {
            Files.write(
                    record,
                    (line + "\n").getBytes(StandardCharsets.UTF_8),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
