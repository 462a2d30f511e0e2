package dev.drawbridge.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a place is told, whatever way leads there. */
class WhereaboutsTest {
    @Test
    void aFolderIsTheSameBehindALink(@TempDir Path folder) throws IOException {
        var real = Files.createDirectory(folder.resolve("data")).toRealPath();
        var link = Files.createSymbolicLink(folder.resolve("link"), real);

        assertThat(Whereabouts.store("jdbc:h2:file:" + link + "/drawbridge;WRITE_DELAY=0"))
                .isEqualTo(real.toString());
    }

    @Test
    void aDatabaseIsToldWithoutItsLogin() {
        assertThat(Whereabouts.store("jdbc:postgresql://db.example/bridge?user=x&password=secret"))
                .isEqualTo("jdbc:postgresql://db.example/bridge");
    }

    @Test
    void aMachineWithoutANameHasNone(@TempDir Path folder) throws IOException {
        assertThat(Whereabouts.machine(folder.resolve("absent"))).isNull();
        assertThat(Whereabouts.machine(Files.writeString(folder.resolve("empty"), "\n")))
                .isNull();
        assertThat(Whereabouts.machine(Files.writeString(folder.resolve("named"), "0123\n")))
                .isEqualTo("0123");
    }
}
