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
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
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
        for (var left : List.of(".Who.groovy.swp", "Who.groovy~", "#Who.groovy#", "Who.groovy.bak", ".git/config"))
            write("lib/" + left, "\u0000");

        assertThat(Library.read(rules, "bridge", false).texts()).isEmpty();
    }

    @Test
    void aHalfWrittenFileIsNamedAndIsMendedByTheRest() throws IOException {
        write("lib/Who.groovy", "class Who {\n static am() {");
        refused("lib/Who.groovy, line 2", "does not compile");

        write("lib/Who.groovy", "class Who {\n static am() { 1 }\n}");
        run("assert Who.am() == 1");
    }

    @Test
    void twoFilesOfOneClassAreNamed() throws IOException {
        write("lib/Who.groovy", "class Who {}\nclass Whose {}\n");
        write("lib/Whose.groovy", "class Whose {}\n");
        assertThatThrownBy(() -> run("1"))
                .isInstanceOfSatisfying(RuleBroken.class, broken -> assertThat(broken.sentence())
                        .containsPattern("^lib/Whos?e?.groovy, line ")
                        .contains("duplicate class definition of class Whose"));
        Files.delete(rules.resolve("lib/Whose.groovy"));

        run("assert new Whose() != null");
    }

    @Test
    void scriptsReadFilesBesideThem() throws IOException {
        write("lib/names.json", "{\"Open\": \"Offen\"}");
        write("lib/org/acme/words.txt", "eins\nzwölf\n");
        write("bridge/lib/names.json", "{\"Open\": \"Ouvert\"}");
        Files.write(rules.resolve("lib/mark.png"), new byte[] {(byte) 0x89, 'P', 0, (byte) 0xff});
        write(
                "lib/org/acme/Words.groovy",
                """
                package org.acme
                class Words {
                  static all() { Words.class.getResourceAsStream('words.txt').readLines() }
                  static first() { Words.getResource('/org/acme/words.txt').getText().readLines()[0] }
                }
                """);

        run(
                """
                import groovy.json.JsonSlurper
                import org.acme.Words
                assert Words.all() == ['eins', 'zwölf'] && Words.first() == 'eins'
                assert new JsonSlurper().parse(getClass().getResourceAsStream('/names.json')).Open == 'Ouvert'
                assert this.class.classLoader.getResource('names.json').text.contains('Ouvert')
                assert Thread.currentThread().contextClassLoader.getResourceAsStream('mark.png').bytes.length == 4
                assert getClass().getResource('/nothing.txt') == null
                assert getClass().getResource('/application.yaml') == null
                """);
    }

    @Test
    void aChangeOfSuchAFileMakesAnotherVersion() throws IOException {
        write("lib/names.json", "{}");
        var before = Library.read(rules, "bridge", false).texts();
        write("lib/names.json", "{ }");

        assertThat(Library.read(rules, "bridge", false).texts()).isNotEqualTo(before);
    }

    @Test
    void jarsAreUsedWhereTheyAreAllowed() throws IOException {
        Files.createDirectories(rules.resolve("bridge/lib"));
        jar(rules.resolve("bridge/lib/twice.jar"), "2 * x");

        refused("bridge/lib/twice.jar", "drawbridge.rules.allow-jars=true");
        var library = Library.read(rules, "bridge", true);
        run(library, "assert org.acme.Twice.of(2) == 4 && getClass().getResource('/in/jar.txt').text == 'here'");
        assertThat(Library.unguarded(library.texts(), "bridge"))
                .singleElement()
                .asString()
                .matches(
                        "bridge/lib/twice.jar is used, and no guard looks at what it does \\(SHA-256 [0-9a-f]{64}\\)\\.");

        jar(rules.resolve("bridge/lib/twice.jar"), "x + x + 1");
        var changed = Library.read(rules, "bridge", true);
        assertThat(changed.texts()).isNotEqualTo(library.texts());
        run(changed, "assert org.acme.Twice.of(2) == 5");
    }

    @Test
    void compiledClassesAreUsedWhereTheyAreAllowed() throws IOException {
        Files.createDirectories(rules.resolve("lib"));
        compile("2 * x", rules.resolve("lib"));

        assertThatThrownBy(() -> Library.read(rules, "bridge", false))
                .isInstanceOfSatisfying(RuleBroken.class, broken -> assertThat(broken.sentence())
                        .startsWith("lib/org/acme/Twice.class: is not used")
                        .contains("drawbridge.rules.allow-jars=true"));
        var library = Library.read(rules, "bridge", true);
        assertThat(library.texts().get("../lib/org/acme/Twice.class")).hasSize(64);
        run(library, "import org.acme.Twice\nassert Twice.of(2) == 4");
    }

    private void compile(String result, Path target) throws IOException {
        var source = write(
                "src/org/acme/Twice.java",
                """
                package org.acme;
                public class Twice { public static int of(int x) { return %s; } }
                """
                        .formatted(result));
        var compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
        assertThat(compiler.run(null, null, null, "-d", target.toString(), source.toString()))
                .isZero();
    }

    private void jar(Path jar, String result) throws IOException {
        compile(result, rules.resolve("src"));
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("org/acme/Twice.class"));
            Files.copy(rules.resolve("src/org/acme/Twice.class"), out);
            out.putNextEntry(new JarEntry("in/jar.txt"));
            out.write("here".getBytes(StandardCharsets.UTF_8));
        }
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
        var compiler = Library.compiler(library.texts(), "bridge", library.archives());
        var source = RuleSource.rule(FILE, rule);
        runs.run(compiler.add(source).compile(List.of(source)).get(0), bindings, Runnable::run);
    }

    private Path write(String file, String text) throws IOException {
        var path = rules.resolve(file);
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        return Files.writeString(path, text);
    }
}
