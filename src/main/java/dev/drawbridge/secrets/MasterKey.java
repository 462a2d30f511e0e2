package dev.drawbridge.secrets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The one key that everything else is sealed with; made at the first start and kept in a file of the node's user. */
public final class MasterKey {
    private static final int LENGTH = 32;
    private static final Set<PosixFilePermission> OTHERS = EnumSet.complementOf(EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE));
    private static final Set<PosixFilePermission> OTHERS_WRITE =
            EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    private final SecretKey key;
    private final String id;

    private MasterKey(byte[] raw) {
        this.key = new SecretKeySpec(raw, "AES");
        this.id = idOf(raw);
    }

    /**
     * Reads the key, or makes it when the file is missing.
     *
     * @throws IllegalStateException when the file is open to others or holds no key, in a sentence for the operator
     */
    public static MasterKey in(Path file, SecureRandom chance) {
        try {
            Path place = file.toAbsolutePath();
            if (Files.notExists(place)) {
                make(place, chance);
            }
            return read(place);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The master key file " + file + " (drawbridge.master-key-file) can neither be read nor made.", e);
        }
    }

    /** Names the key without telling anything about it. */
    public String id() {
        return id;
    }

    SecretKey key() {
        return key;
    }

    @Override
    public String toString() {
        return "MasterKey[" + id + "]";
    }

    private static MasterKey read(Path file) throws IOException {
        refuseWhenOpenToOthers(file);
        String text = Files.readString(file, StandardCharsets.US_ASCII).strip();
        try {
            byte[] raw = Base64.getDecoder().decode(text);
            if (raw.length == LENGTH) {
                return new MasterKey(raw);
            }
        } catch (IllegalArgumentException e) {
            throw noKey(file, e);
        }
        throw noKey(file, null);
    }

    private static IllegalStateException noKey(Path file, @Nullable Exception cause) {
        return new IllegalStateException(
                "The master key file " + file + " does not hold 32 bytes in base64;"
                        + " put the right file back, for without it nothing that this node sealed can be opened.",
                cause);
    }

    private static void refuseWhenOpenToOthers(Path file) throws IOException {
        if (!posix(file)) {
            return;
        }
        if (!disjoint(file, OTHERS)) {
            throw new IllegalStateException("The master key file " + file
                    + " can be used by other users of this machine; run: chmod 600 " + file);
        }
        Path folder = folderOf(file);
        if (!disjoint(folder, OTHERS_WRITE)) {
            throw new IllegalStateException("The folder " + folder
                    + " of the master key can be written to by other users of this machine; run: chmod 700 " + folder);
        }
    }

    private static boolean disjoint(Path path, Set<PosixFilePermission> unwanted) throws IOException {
        return Files.getPosixFilePermissions(path).stream().noneMatch(unwanted::contains);
    }

    private static void make(Path file, SecureRandom chance) throws IOException {
        Path folder = folderOf(file);
        if (Files.notExists(folder)) {
            Files.createDirectories(folder, only(folder, "rwx------"));
        }
        byte[] raw = new byte[LENGTH];
        chance.nextBytes(raw);
        Path draft = Files.createTempFile(folder, ".master", ".key", only(folder, "rw-------"));
        write(draft, Base64.getEncoder().encode(raw));
        Arrays.fill(raw, (byte) 0);
        try {
            // Without REPLACE_EXISTING: a key that another process made in the meantime is the one that counts.
            Files.move(draft, file);
        } catch (FileAlreadyExistsException e) {
            Files.delete(draft);
        }
    }

    private static void write(Path file, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }

    private static FileAttribute<?>[] only(Path near, String permissions) {
        if (!posix(near)) {
            return new FileAttribute<?>[0];
        }
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        };
    }

    private static boolean posix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static Path folderOf(Path file) {
        Path folder = file.getParent();
        if (folder == null) {
            throw new IllegalStateException("The master key file " + file + " must be a file, not the root folder.");
        }
        return folder;
    }

    private static String idOf(byte[] raw) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(sha256.digest(raw), 6));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256.", e);
        }
    }
}
