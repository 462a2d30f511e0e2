package dev.drawbridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs from npm that check what we made: {@code src/test/npm} names them with their versions. */
public final class NodePackages {
    private static final Path FOLDER = Path.of("src/test/npm").toAbsolutePath();

    private NodePackages() {}

    /** What a program said, and its exit code. */
    public record Run(int status, String output, String trouble) {}

    /** Installs them from the lock file. Without Node.js the test is skipped, and says so. */
    public static void install() throws IOException, InterruptedException {
        needs("node");
        needs("npm");
        // Classes that need them may run in two processes at the same time.
        try (var file = FileChannel.open(
                        Path.of("target/npm.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var held = file.lock()) {
            installOnce();
        }
    }

    private static void installOnce() throws IOException, InterruptedException {
        var lock = Files.readString(FOLDER.resolve("package-lock.json"));
        var done = FOLDER.resolve("node_modules/.installed");
        if (Files.exists(done) && Files.readString(done).equals(lock)) return;
        var installed = run(List.of(
                "npm", "ci", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"));
        assertThat(installed.status())
                .as("npm ci in src/test/npm; fill the cache of npm or name a registry that answers. %s", installed)
                .isZero();
        Files.writeString(done, lock);
    }

    /** Runs a program in the folder of the packages. */
    public static Run run(List<String> command) throws IOException, InterruptedException {
        var output = Files.createTempFile("program", ".out");
        var trouble = Files.createTempFile("program", ".err");
        try {
            var process = new ProcessBuilder(command)
                    .directory(FOLDER.toFile())
                    .redirectOutput(output.toFile())
                    .redirectError(trouble.toFile())
                    .start();
            if (!process.waitFor(3, TimeUnit.MINUTES)) process.destroyForcibly().waitFor();
            return new Run(process.exitValue(), Files.readString(output), Files.readString(trouble));
        } finally {
            Files.delete(output);
            Files.delete(trouble);
        }
    }

    private static void needs(String command) throws InterruptedException {
        try {
            run(List.of(command, "--version"));
        } catch (IOException missing) {
            var reason =
                    "Skipped: no '" + command + "' here. Install Node.js with npm to check with programs of others.";
            System.out.println(reason);
            abort(reason);
        }
    }
}
