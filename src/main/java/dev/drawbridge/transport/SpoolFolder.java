package dev.drawbridge.transport;

import dev.drawbridge.connection.Connections;
import dev.drawbridge.queue.BlobRef;
import dev.drawbridge.queue.Spool;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.util.FileSystemUtils;

/** The folder of contents that travel: {@code <data-dir>/spool/<connection>/<sha256>}. */
@Component
class SpoolFolder implements Spool {
    private static final Logger LOG = LoggerFactory.getLogger(SpoolFolder.class);

    private final Path root;

    SpoolFolder(PeerSettings settings) {
        root = settings.dataDir().resolve("spool");
    }

    @Override
    public Path file(UUID connection, String sha256) {
        return root.resolve(connection.toString()).resolve(new BlobRef(sha256, 0).name());
    }

    boolean holds(UUID connection, String sha256) {
        return Files.isRegularFile(file(connection, sha256));
    }

    /** What travelled on a connection goes with it. */
    @TransactionalEventListener(fallbackExecution = true)
    void on(Connections.Gone gone) {
        try {
            FileSystemUtils.deleteRecursively(root.resolve(gone.connection().toString()));
        } catch (IOException left) {
            LOG.warn("The spool of the removed connection '{}' cannot be deleted: {}", gone.name(), left.getMessage());
        }
    }

    /** A file beside the others that is complete only once it is {@linkplain #keep kept}. */
    Path unfinished(UUID connection) {
        try {
            var folder = Files.createDirectories(root.resolve(connection.toString()));
            return Files.createTempFile(folder, "unfinished-", ".part");
        } catch (IOException full) {
            throw new UncheckedIOException("The spool folder " + root + " cannot be written", full);
        }
    }

    /** What a finished file is called once it is kept. */
    BlobRef content(Path unfinished) {
        try {
            var hash = ContentDigest.sha256();
            try (var content = Files.newInputStream(unfinished)) {
                var buffer = new byte[1 << 16];
                for (int count = content.read(buffer); count >= 0; count = content.read(buffer))
                    hash.update(buffer, 0, count);
            }
            return new BlobRef(java.util.HexFormat.of().formatHex(hash.digest()), Files.size(unfinished));
        } catch (IOException full) {
            throw new UncheckedIOException("The spool folder " + root + " cannot be read", full);
        }
    }

    /** Takes a finished file in under its own hash. */
    void keep(UUID connection, BlobRef content, Path unfinished) {
        try {
            Files.move(unfinished, file(connection, content.name()), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException full) {
            throw new UncheckedIOException("The spool folder " + root + " cannot be written", full);
        }
    }

    /** Puts a content of one side of a local connection into the folder of the other; says whether it was there. */
    boolean give(UUID from, UUID to, String sha256) {
        if (!holds(from, sha256)) return false;
        var part = unfinished(to);
        try {
            Files.copy(file(from, sha256), part, StandardCopyOption.REPLACE_EXISTING);
            keep(to, new BlobRef(sha256, 0), part);
            return true;
        } catch (NoSuchFileException swept) {
            return false;
        } catch (IOException full) {
            throw new UncheckedIOException("The spool folder " + root + " cannot be written", full);
        } finally {
            discard(part);
        }
    }

    /** The folder of its connection, and its name. */
    Path relative(Path file) {
        return root.relativize(file);
    }

    /** All files that have lain here since before then, whatever they are. */
    List<Path> olderThan(Instant instant) {
        if (!Files.isDirectory(root)) return List.of();
        try (var files = Files.find(
                root,
                2,
                (file, facts) -> facts.isRegularFile()
                        && facts.lastModifiedTime().toInstant().isBefore(instant))) {
            return files.toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("The spool folder " + root + " cannot be read", unreadable);
        }
    }

    /** Removes what was not kept. */
    void discard(Path unfinished) {
        try {
            Files.deleteIfExists(unfinished);
        } catch (IOException full) {
            throw new UncheckedIOException("The spool folder " + root + " cannot be written", full);
        }
    }

    /**
     * Takes in content that must be exactly the one that was announced.
     *
     * @throws IOException when it is longer, shorter or different
     */
    void take(UUID connection, BlobRef announced, InputStream content) throws IOException {
        var part = unfinished(connection);
        try {
            copy(content, part, announced.bytes());
            var digest = ContentDigest.ofHash(java.util.HexFormat.of().parseHex(announced.name()));
            try (var check = new DigestedBody(Files.newInputStream(part), digest)) {
                check.transferTo(java.io.OutputStream.nullOutputStream());
            }
            Files.move(part, file(connection, announced.name()), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void copy(InputStream content, Path target, long bytes) throws IOException {
        try (var out = Files.newOutputStream(target)) {
            var left = bytes;
            var buffer = new byte[1 << 16];
            for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
                left -= count;
                if (left < 0) throw new IOException("The content is longer than the " + bytes + " bytes announced.");
                out.write(buffer, 0, count);
            }
            if (left > 0) throw new IOException("The content ended " + left + " bytes too early.");
        }
    }
}
