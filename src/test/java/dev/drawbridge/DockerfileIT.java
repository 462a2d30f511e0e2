package dev.drawbridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No engine builds the image here, so the Dockerfile is read: by a linter, and for what it promises. */
class DockerfileIT {
    private static final Path DOCKERFILE = Path.of("Dockerfile").toAbsolutePath();

    @BeforeAll
    static void install() throws IOException, InterruptedException {
        NodePackages.install();
    }

    @Test
    void aLinterFindsNothing() throws IOException, InterruptedException {
        assertThat(lint(DOCKERFILE)).isEqualTo(new NodePackages.Run(0, "", ""));
    }

    @Test
    void theLinterWouldFindAMistake(@TempDir Path folder) throws IOException, InterruptedException {
        var broken = folder.resolve("Dockerfile");
        Files.writeString(broken, Files.readString(DOCKERFILE).replace("USER 10001", "USR 10001"));

        assertThat(lint(broken).status()).isNotZero();
    }

    @Test
    void whatIsCopiedIsThere() throws IOException {
        var copied = Files.readAllLines(DOCKERFILE).stream()
                .filter(line -> line.startsWith("COPY ") && !line.contains("--from"))
                .map(line -> line.split(" ")[1])
                .toList();

        assertThat(copied).contains("routes", "sync-rules").allSatisfy(name -> assertThat(Path.of(name))
                .exists());
    }

    private static NodePackages.Run lint(Path file) throws IOException, InterruptedException {
        return NodePackages.run(
                List.of("node", "node_modules/dockerfile-utils/bin/dockerfile-utils", "lint", file.toString()));
    }
}
