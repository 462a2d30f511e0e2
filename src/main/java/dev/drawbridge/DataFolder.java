package dev.drawbridge;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.springframework.beans.factory.DisposableBean;

/** The data folder, open to this user only and in use by this process only, until it is given back. */
final class DataFolder implements DisposableBean {
    private static final String LOCK = "drawbridge.lock";

    private final FileChannel lock;

    private DataFolder(FileChannel lock) {
        this.lock = lock;
    }

    /** Makes the folder when it is missing, and takes it. */
    static DataFolder take(Path folder) {
        try {
            make(folder);
            if (!Files.isWritable(folder)) throw refused(folder, "cannot be written by this user", null);
            return new DataFolder(locked(folder));
        } catch (IOException failure) {
            throw refused(folder, "cannot be used (" + failure.getMessage() + ")", failure);
        }
    }

    @Override
    public void destroy() throws IOException {
        lock.close();
    }

    private static void make(Path folder) throws IOException {
        Files.createDirectories(folder);
        if (!folder.getFileSystem().supportedFileAttributeViews().contains("posix")) return;
        var ours = PosixFilePermissions.fromString("rwx------");
        if (!Files.getPosixFilePermissions(folder).equals(ours)) Files.setPosixFilePermissions(folder, ours);
    }

    private static FileChannel locked(Path folder) throws IOException {
        var file = folder.resolve(LOCK);
        var channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() == null) throw inUse(folder, channel);
        } catch (OverlappingFileLockException here) {
            throw inUse(folder, channel);
        }
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
        return channel;
    }

    private static StartRefused inUse(Path folder, FileChannel channel) throws IOException {
        channel.close();
        var holder = Files.readString(folder.resolve(LOCK)).strip();
        return new StartRefused(
                "drawbridge.data-dir: the folder %s is in use by another node%s: stop that one, or give this one a folder of its own."
                        .formatted(folder, holder.isEmpty() ? "" : " (process " + holder + ")"));
    }

    private static StartRefused refused(Path folder, String why, @org.jspecify.annotations.Nullable Exception cause) {
        var sentence = "drawbridge.data-dir: the folder %s %s: name a folder that belongs to this user."
                .formatted(folder, why);
        return cause == null ? new StartRefused(sentence) : new StartRefused(sentence, cause);
    }
}
