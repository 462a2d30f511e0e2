package dev.drawbridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.mock.env.MockEnvironment;

/** A setting that cannot work stops the start with one sentence that names it and says what to do. */
@SuppressWarnings("NullAway.Init")
class StartChecksTest {
    @TempDir
    Path folder;

    private final Map<String, Object> settings = new LinkedHashMap<>();

    @BeforeEach
    void whatANodeNeeds() throws IOException {
        Files.createDirectories(folder.resolve("routes/common"));
        Files.createDirectories(folder.resolve("sync-rules/default"));
        settings.put("drawbridge.routes-dir", folder.resolve("routes").toString());
        settings.put("drawbridge.rules-dir", folder.resolve("sync-rules").toString());
        settings.put("drawbridge.data-dir", folder.resolve("data").toString());
        settings.put("drawbridge.jira.url", "https://jira.acme.example/jira");
        settings.put("drawbridge.jira.user", "drawbridge");
        settings.put("drawbridge.jira.token", "t0ken");
    }

    @Test
    void whatANodeNeedsIsEnough() {
        assertThatCode(() -> StartChecks.check(environment())).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            drawbridge.jira.url           |                  | drawbridge.jira.url is missing: the base URL of the Jira beside this node
            drawbridge.jira.url           | jira.acme        | drawbridge.jira.url must be an http(s) URL such as https://jira.example/jira, not 'jira.acme'
            drawbridge.jira.url           | https://jira/?a=b| drawbridge.jira.url must end with the host
            drawbridge.jira.user          |                  | drawbridge.jira.user is missing: the name of the proxy user
            drawbridge.jira.token         |                  | drawbridge.jira.token (or drawbridge.jira.password) is missing
            drawbridge.jira.token-file    | /no/such/file    | drawbridge.jira.token is given twice, as a value and as a file: keep one
            drawbridge.jira.password-file | /no/such/file    | drawbridge.jira.password: /no/such/file cannot be read
            drawbridge.admin.password-file| /no/such/file    | drawbridge.admin.password: /no/such/file cannot be read
            drawbridge.admin.password     | 1234567890123456789012345678901234567890123456789012345678901234567890123 | drawbridge.admin.password must not be longer than 72 bytes
            drawbridge.jira.poll-every    | soon             | drawbridge.jira.poll-every: 'soon' is not a duration such as 500ms, 30s, 5m or 72h.
            drawbridge.jira.poll-every    | 1ms              | drawbridge.jira.poll-every must be at least 100 ms, not 1 ms
            drawbridge.workers            | many             | drawbridge.workers: 'many' is not a whole number.
            drawbridge.workers            | 0                | drawbridge.workers must be between 1 and 256, not 0
            drawbridge.allow-http         | perhaps          | drawbridge.allow-http: 'perhaps' is not true or false.
            drawbridge.role               | publik           | drawbridge.role must be private or public, not 'publik'
            drawbridge.role               | public           | drawbridge.public-url is missing
            drawbridge.public-url         | sync.acme        | drawbridge.public-url must be an http(s) URL such as https://sync.example, not 'sync.acme'
            drawbridge.peer.port          | 99999            | drawbridge.peer.port must be between 0 and 65535, not 99999
            drawbridge.pull.wait          | 2m               | drawbridge.pull.wait must be between 0 s and 25 s
            drawbridge.invitations.expire-after | 1s         | drawbridge.invitations.expire-after must be at least 1 minute
            drawbridge.proxy.url          | proxy:3128       | The URL of the outgoing proxy must look like http://proxy.example:3128
            drawbridge.jira.pol-every     | 5s               | drawbridge.jira.pol-every: there is no such setting: did you mean drawbridge.jira.poll-every?
            drawbridge.colour             | red              | drawbridge.colour: there is no such setting: the README lists all settings.
            drawbridge.routes-dir         | /no/such/folder  | drawbridge.routes-dir: there is no folder /no/such/folder: start the node beside it, or name its place.
            drawbridge.rules-dir          | /no/such/folder  | drawbridge.rules-dir: there is no folder /no/such/folder
            """)
    void aWrongSettingIsNamedInOneSentence(String name, String value, String sentence) {
        if (value == null) settings.remove(name);
        else settings.put(name, value);

        assertThat(sentence()).contains(sentence).doesNotContain("\n").doesNotContain("Exception");
    }

    @Test
    void aFolderWithoutRoutesIsNotTheOne() {
        settings.put("drawbridge.routes-dir", folder.toString());

        assertThat(sentence()).contains("holds no folder 'common': it is not the one that came with this node");
    }

    @Test
    void aSecretIsNeverRepeated() {
        settings.put("drawbridge.jira.tokens", "hunter2");

        assertThat(sentence()).contains("did you mean drawbridge.jira.token?").doesNotContain("hunter2");
    }

    @Test
    void environmentVariablesAreTheSameSettings() {
        settings.remove("drawbridge.jira.user");

        assertThat(sentenceWith(Map.of("DRAWBRIDGE_JIRA_USER", "drawbridge", "DRAWBRIDGE_JIRA_POLL_EVERY", "7s")))
                .isEmpty();
        assertThat(sentenceWith(Map.of("DRAWBRIDGE_JIRA_USER", "drawbridge", "DRAWBRIDGE_JIRA_POLLEVRY", "7s")))
                .contains("there is no such setting: did you mean drawbridge.jira.poll-every?");
    }

    @ParameterizedTest
    @CsvSource({"drawbridge.admin.password", "drawbridge.jira.token", "drawbridge.jira.webhook.secret"})
    void aSecretIsRefusedAsAnArgument(String name) {
        var environment = environment();
        environment.getPropertySources().addFirst(new SimpleCommandLinePropertySource("--" + name + "=hunter2"));

        assertThat(sentence(environment))
                .startsWith(name + ": other users of this machine can read the arguments of a process")
                .contains("-file")
                .doesNotContain("hunter2");
    }

    @Test
    void aFileWithASecretIsNoSecret() {
        var environment = environment();
        environment
                .getPropertySources()
                .addFirst(new SimpleCommandLinePropertySource("--drawbridge.admin.password-file=/no/such/file"));

        assertThat(sentence(environment)).contains("/no/such/file cannot be read");
    }

    @Test
    void aRuleThatAnybodyMayWriteIsRefused() throws IOException {
        var rule = Files.writeString(folder.resolve("sync-rules/default/incoming.groovy"), "");
        Files.setPosixFilePermissions(rule, PosixFilePermissions.fromString("rw-r--rw-"));

        assertThat(sentence())
                .startsWith("drawbridge.rules-dir: every user of this machine may write " + rule)
                .endsWith("run: chmod o-w " + rule);
        Files.setPosixFilePermissions(rule, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatCode(() -> StartChecks.check(environment())).doesNotThrowAnyException();
    }

    @Test
    void theDataFolderIsOfThisUserAndThisProcessAlone() throws IOException {
        var data = Files.createDirectories(folder.resolve("data"));
        var first = DataFolder.take(data);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                .isEqualTo("rwx------");
        assertThat(new StartSentence(new MockEnvironment()).of(catchThrowable(() -> DataFolder.take(data))))
                .hasValueSatisfying(sentence -> assertThat(sentence)
                        .contains("drawbridge.data-dir: the folder " + data + " is in use by another node (process "
                                + ProcessHandle.current().pid() + ")"));
        first.destroy();
        DataFolder.take(data).destroy();
    }

    @Test
    void aDataFolderThatIsAFileIsRefused() throws IOException {
        var file = Files.writeString(folder.resolve("file"), "");

        assertThat(catchThrowable(() -> DataFolder.take(file)))
                .hasMessageStartingWith("drawbridge.data-dir: the folder " + file + " cannot be used");
    }

    @Test
    void whatNobodyForesawIsNotMadeASentence() {
        assertThat(new StartSentence(new MockEnvironment()).of(new NullPointerException("surprise")))
                .isEmpty();
    }

    private String sentence() {
        return sentence(environment());
    }

    private String sentenceWith(Map<String, Object> variables) {
        var environment = environment();
        environment
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment", variables));
        return sentence(environment);
    }

    private static String sentence(StandardEnvironment environment) {
        ConfigurationPropertySources.attach(environment);
        var failure = catchThrowable(() -> StartChecks.check(environment));
        return failure == null ? "" : new StartSentence(environment).of(failure).orElse("no sentence for " + failure);
    }

    private StandardEnvironment environment() {
        var environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("settings", settings));
        ConfigurationPropertySources.attach(environment);
        return environment;
    }
}
