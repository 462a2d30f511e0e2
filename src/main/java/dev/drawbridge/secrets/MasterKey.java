package dev.drawbridge.secrets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;

/** The 256-bit key that seals everything else; lives in one file that only its owner may read. */
public final class MasterKey {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final byte[] bytes;

    private MasterKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Reads the key, or makes it at the first start. */
    public static MasterKey in(Path file, SecureRandom chance) {
        try {
            if (Files.notExists(file)) make(file, chance);
            refuseIfOthersMayRead(file);
            var bytes = Base64.getDecoder().decode(Files.readString(file).strip());
            if (bytes.length != 32) throw new IllegalArgumentException("wrong length");
            return new MasterKey(bytes);
        } catch (IllegalArgumentException damaged) {
            throw new IllegalStateException(
                    "drawbridge.master-key-file: " + file
                            + " does not hold a key (44 characters of base64). Restore it from"
                            + " the backup: without it the sealed keys and tokens in the store are lost.",
                    damaged);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("drawbridge.master-key-file: cannot use " + file, unreadable);
        }
    }

    byte[] bytes() {
        return bytes.clone();
    }

    private static void make(Path file, SecureRandom chance) throws IOException {
        var parent = file.toAbsolutePath().getParent();
        if (parent != null) Files.createDirectories(parent);
        var bytes = new byte[32];
        chance.nextBytes(bytes);
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            Files.writeString(file, Base64.getEncoder().encodeToString(bytes) + "\n", StandardOpenOption.SYNC);
        } catch (FileAlreadyExistsException raced) {
            // Another process made it in this moment: its key is the key.
            return;
        }
    }

    private static void refuseIfOthersMayRead(Path file) throws IOException {
        var others = EnumSet.copyOf(Files.getPosixFilePermissions(file));
        others.removeAll(EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
        if (!others.isEmpty())
            throw new IllegalStateException(
                    "drawbridge.master-key-file: others than its owner may use " + file + ". Run: chmod 600 " + file);
    }

    @Override
    public String toString() {
        return "MasterKey[…]";
    }
}
