package dev.drawbridge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Somebody practises with a simulated Jira and ends it. */
class SandboxFilesTest {
    @Test
    void nothingIsLeftOfASimulatedJiraThatHasEnded() throws IOException {
        var content = UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8);
        var jira = SandboxJira.start("Files", "10.3.24", "/jira", 0, Clock.systemUTC());
        jira.addUser("ada", "Ada Lovelace", "ada@files.example", "ada");
        jira.addProject("FIL", "Files", "software");
        var key = jira.createIssue("ada", "FIL", "Task", "With a file", Map.of());
        jira.attach("ada", key, "one.txt", content);
        var folder = folderWith(content);
        assertThat(folder).isDirectory();

        jira.close();

        assertThat(folder).doesNotExist();
    }

    /** Others may run beside this one. */
    private static Path folderWith(byte[] content) throws IOException {
        try (var folders = Files.newDirectoryStream(Path.of(System.getProperty("java.io.tmpdir")), "simulated-jira*")) {
            for (var folder : folders)
                try (var files = Files.newDirectoryStream(folder, "attachment*")) {
                    for (var file : files) if (Arrays.equals(Files.readAllBytes(file), content)) return folder;
                }
        }
        throw new AssertionError("The file is nowhere");
    }
}
