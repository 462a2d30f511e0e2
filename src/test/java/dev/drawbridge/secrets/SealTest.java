package dev.drawbridge.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void theFirstStartMakesAKeyThatOnlyTheNodesUserCanRead() throws Exception {
        MasterKey first = key("new/master.key");

        assertThat(permissions("new")).isEqualTo("rwx------");
        assertThat(permissions("new/master.key")).isEqualTo("rw-------");
        assertThat(key("new/master.key").id()).isEqualTo(first.id());
        try (var files = Files.list(folder.resolve("new"))) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void aKeyThatOthersCanReadOrReplaceIsRefusedWithTheRemedy() throws Exception {
        key("new/master.key");
        Path file = folder.resolve("new/master.key");

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatIllegalStateException()
                .isThrownBy(() -> key("new/master.key"))
                .withMessageContaining("chmod 600");

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.setPosixFilePermissions(file.getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatIllegalStateException()
                .isThrownBy(() -> key("new/master.key"))
                .withMessageContaining("chmod 700");
    }

    @Test
    void aFileThatHoldsNoKeyIsRefusedAndLeftAsItIs() throws Exception {
        key("new/master.key");
        for (String content : new String[] {"", "not base64!", "c2hvcnQ="}) {
            Files.writeString(folder.resolve("new/master.key"), content);
            assertThatIllegalStateException()
                    .isThrownBy(() -> key("new/master.key"))
                    .withMessageContaining("32 bytes");
            assertThat(folder.resolve("new/master.key")).hasContent(content);
        }
    }

    @Test
    void whatIsSealedOpensForItsPurposeOnly() {
        Seal seal = seal("a/master.key");
        String sealed = seal.seal("connection|private_key|7", "s3cret");

        assertThat(seal.open("connection|private_key|7", sealed)).isEqualTo("s3cret");
        assertThat(sealed).doesNotContain("s3cret").isNotEqualTo(seal.seal("connection|private_key|7", "s3cret"));
        assertThatThrownBy(() -> seal.open("connection|private_key|8", sealed)).isInstanceOf(SealBroken.class);
    }

    @Test
    void anotherMasterKeyIsNamedAsTheReason() {
        String sealed = seal("a/master.key").seal("p", "s3cret");

        assertThatThrownBy(() -> seal("b/master.key").open("p", sealed))
                .isInstanceOf(SealBroken.class)
                .hasMessageContaining("another master key");
    }

    @Test
    void noChangedOrCutCharacterOpens() {
        Seal seal = seal("a/master.key");
        String sealed = seal.seal("p", "0123456789a");
        for (int i = 0; i < sealed.length(); i++) {
            char other = sealed.charAt(i) == 'A' ? 'B' : 'A';
            String changed = sealed.substring(0, i) + other + sealed.substring(i + 1);
            String cut = sealed.substring(0, i);
            assertThatThrownBy(() -> seal.open("p", changed)).isInstanceOf(SealBroken.class);
            assertThatThrownBy(() -> seal.open("p", cut)).isInstanceOf(SealBroken.class);
        }
    }

    @Test
    void nothingSecretIsPrinted() throws Exception {
        MasterKey key = key("a/master.key");
        String secret = Files.readString(folder.resolve("a/master.key"));

        assertThat(key + " " + new Seal(key, new SecureRandom())).doesNotContain(secret);
    }

    private String permissions(String path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(path)));
    }

    private MasterKey key(String path) {
        return MasterKey.in(folder.resolve(path), new SecureRandom());
    }

    private Seal seal(String path) {
        return new Seal(key(path), new SecureRandom());
    }
}
