package dev.drawbridge.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** External scripts of the connection "bridge" and of all connections. */
@SuppressWarnings("NullAway.Init")
class LibraryTest {
    private static final String FILE = "bridge/incoming.groovy";

    @TempDir
    private Path rules;

    private final Runs runs = new Runs(Duration.ofSeconds(10));
    private final Map<String, @Nullable Object> bindings = new HashMap<>();

    @Test
    void aStaticCallWithoutArgumentsSeesTheRunningRule() throws IOException {
        write("lib/Status.groovy", "class Status {\n static receive() { seen = replica + '!' }\n}");

        run("replica = 'Done'; Status.receive(); assert seen == 'Done!'");
        run("replica = 'Open'; Status.receive(); assert seen == 'Open!'");
    }

    @Test
    void aScriptOfMethodsAloneAndOneThatCallsAnotherWorkToo() throws IOException {
        write("lib/Words.groovy", "static loud(text) { text.toUpperCase() }\n");
        write(
                "bridge/lib/Shout.groovy",
                "class Shout {\n static send() { said = [replica].collect { Words.loud(it) }[0] }\n}");

        run("replica = 'hey'; Shout.send(); assert said == 'HEY'");
    }

    @Test
    void thatOfTheConnectionGoesFirstAndFoldersArePackages() throws IOException {
        write("lib/Who.groovy", "class Who {\n static am() { 'all' } }");
        write("bridge/lib/Who.groovy", "class Who {\n static am() { 'bridge' } }");
        write("lib/org/acme/Where.groovy", "package org.acme\nclass Where {\n static is() { 'here' } }");

        run("import org.acme.Where\nassert Who.am() == 'bridge' && Where.is() == 'here'");
    }

    @Test
    void aChangeMakesAnotherVersion() throws IOException {
        write("lib/Who.groovy", "class Who {\n static am() { 1 } }");
        var before = Library.read(rules, "bridge", false).texts();
        write("lib/Who.groovy", "class Who {\n static am() { 2 } }");

        assertThat(Library.read(rules, "bridge", false).texts()).isNotEqualTo(before);
        run("assert Who.am() == 2");
    }

    @Test
    void anErrorIsNamedAtItsLineOfTheExternalScript() throws IOException {
        write("lib/Status.groovy", "class Status {\n static receive() {\n  replica.nothing.here\n }\n}");

        assertThatThrownBy(() -> run("replica = null\n\nStatus.receive()"))
                .isInstanceOfSatisfying(RuleBroken.class, broken -> assertThat(broken.sentence())
                        .startsWith("lib/Status.groovy, line 3: Cannot get property 'nothing' on null object")
                        .endsWith("→ replica.nothing.here"));
        write("bridge/lib/Half.groovy", "class Half {\n static x() {\n");
        assertThatThrownBy(() -> run("1"))
                .isInstanceOfSatisfying(RuleBroken.class, broken -> assertThat(broken.sentence())
                        .startsWith("bridge/lib/Half.groovy, line ")
                        .contains("does not compile"));
    }

    @Test
    void theGuardLooksAtExternalScriptsToo() throws IOException {
        write("lib/Out.groovy", "class Out {\n static go() { System.exit(1) }\n}");

        assertThatThrownBy(() -> run("Out.go()"))
                .isInstanceOfSatisfying(RuleBroken.class, broken -> assertThat(broken.sentence())
                        .startsWith("lib/Out.groovy, line 2, column ")
                        .contains("A rule may not use method exit of System"));
    }

    @Test
    void filesThatCannotBeScriptsAreNamed() throws IOException {
        write("lib/Other.groovy", "class Someone {}");
        refused("lib/Other.groovy", "must hold the class Other");
        Files.delete(rules.resolve("lib/Other.groovy"));

        write("lib/Who.groovy", "class Who {}");
        write("lib/who.groovy", "class who {}");
        refused("lib/who.groovy", "but for case: lib/Who.groovy");
        Files.delete(rules.resolve("lib/who.groovy"));

        Files.write(rules.resolve("lib/Who.groovy"), "class Who { def x = 'ä' }".getBytes(StandardCharsets.ISO_8859_1));
        refused("lib/Who.groovy", "is not UTF-8 text");
        Files.delete(rules.resolve("lib/Who.groovy"));

        Files.createDirectories(rules.resolve("lib/Who.groovy"));
        refused("lib/Who.groovy", "is a folder, not a file");
        Files.delete(rules.resolve("lib/Who.groovy"));

        run("1");
    }

    @Test
    void whatEditorsLeaveIsNotLookedAt() throws IOException {
        write("lib/.Who.groovy.swp", "\u0000");
        write("lib/notes.txt", "Not a script");

        assertThat(Library.read(rules, "bridge", false).texts()).isEmpty();
    }

    @Test
    void compiledClassesAreUsedWhereTheyAreAllowed() throws IOException {
        var source = write(
                "src/org/acme/Twice.java",
                """
                package org.acme;
                public class Twice { public static int of(int x) { return 2 * x; } }
                """);
        var compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
        Files.createDirectories(rules.resolve("lib"));
        assertThat(compiler.run(null, null, null, "-d", rules.resolve("lib").toString(), source.toString()))
                .isZero();

        assertThatThrownBy(() -> Library.read(rules, "bridge", false))
                .isInstanceOfSatisfying(RuleBroken.class, broken -> assertThat(broken.sentence())
                        .startsWith("lib/org/acme/Twice.class: is not used")
                        .contains("drawbridge.rules.allow-jars=true"));
        var library = Library.read(rules, "bridge", true);
        assertThat(library.texts().get("../lib/org/acme/Twice.class")).hasSize(64);
        run(library, "import org.acme.Twice\nassert Twice.of(2) == 4");
    }

    private void refused(String file, String why) {
        assertThatThrownBy(() -> run("1"))
                .isInstanceOfSatisfying(
                        RuleBroken.class,
                        broken -> assertThat(broken.sentence()).startsWith(file).contains(why));
    }

    private void run(String rule) {
        run(Library.read(rules, "bridge", false), rule);
    }

    private void run(Library library, String rule) {
        var compiler = new Compiler().jars(library.archives());
        Library.sources(library.texts(), "bridge").forEach(compiler::add);
        var source = RuleSource.rule(FILE, rule);
        runs.run(compiler.add(source).compile(List.of(source)).get(0), bindings, Runnable::run);
    }

    private Path write(String file, String text) throws IOException {
        var path = rules.resolve(file);
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        return Files.writeString(path, text);
    }
}
