package dev.drawbridge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;

/**
 * A folder whose files say what the node does: whoever may write them owns the node.
 *
 * @param setting the setting that names it
 * @param part a folder that must be in it, by which a wrong place is noticed
 */
record OperatorsFolder(String setting, Path folder, String part) {

    void check() {
        if (!Files.isDirectory(folder))
            throw new StartRefused("%s: there is no folder %s: start the node beside it, or name its place."
                    .formatted(setting, folder.toAbsolutePath().normalize()));
        if (!Files.isDirectory(folder.resolve(part)))
            throw new StartRefused("%s: the folder %s holds no folder '%s': it is not the one that came with this node."
                    .formatted(setting, folder.toAbsolutePath().normalize(), part));
        if (!folder.getFileSystem().supportedFileAttributeViews().contains("posix")) return;
        try (var files = Files.walk(folder)) {
            files.filter(file -> !Files.isSymbolicLink(file)).forEach(this::refuseWhenWritableByAnybody);
        } catch (IOException unreadable) {
            throw new StartRefused(
                    "%s: %s cannot be read: let this user read it.".formatted(setting, unreadable.getMessage()),
                    unreadable);
        }
    }

    private void refuseWhenWritableByAnybody(Path file) {
        try {
            if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_WRITE))
                throw new StartRefused(
                        "%s: every user of this machine may write %s, and with it rule the node; run: chmod o-w %s"
                                .formatted(setting, file, file));
        } catch (IOException vanished) {
            // Replaced by an editor just now; the next start looks again.
        }
    }
}
