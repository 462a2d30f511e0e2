package dev.drawbridge.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a rule may not do is stopped, with the line and a sentence; what rules really do is not. */
class GuardTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "System.exit(1)",
                "java.lang.System.exit(1)",
                "import static java.lang.System.exit\nexit(1)",
                "import static java.lang.System.*\nexit(1)",
                "import java.lang.System as S\nS.exit(1)",
                "System.getProperty('user.home')",
                "System.properties",
                "System.getenv('PATH')",
                "System.env",
                "System.out.close()",
                "System.out = null",
                "System.out.with { println('x') }",
                "System.in.read()",
                "def s = System; s.exit(1)",
                "[System].each { it.exit(1) }",
                "Integer.getInteger('x')",
                "'id'.execute()",
                "'id'.\"execute\"()",
                "def n = 'exec' + 'ute'; 'id'.\"$n\"()",
                "def n = 'x'; 'id'.\"${-> n == 'x' ? (n = 'execute') : 'toString'}\"()",
                "['id', '-u'].execute()",
                "('id' as String[]).execute()",
                "'id'?.execute()",
                "['id']*.execute()",
                "'id'.with { execute() }",
                "'id'.with { it.execute() }",
                "'id'.tap { execute() }",
                "def c = { execute() }; c.delegate = 'id'; c()",
                "def c = { execute() }; c.setDelegate('id'); c()",
                "def c = { execute() }.rehydrate('id', this, this); c()",
                "def c = { -> execute() }; c.resolveStrategy = 1; c()",
                "def c = 'id'.&execute; c()",
                "def c = ''.&execute; ['id'].collect(String.&execute)",
                "['id'].collect(Object.&execute)",
                "['id'].collect(String::execute)",
                "'id'.invokeMethod('execute', null)",
                "this.invokeMethod('evaluate', ['1'] as Object[])",
                "invokeMethod('evaluate', '1')",
                "Runtime.runtime.exec('id')",
                "Runtime.getRuntime().exec('id')",
                "new ProcessBuilder('id').start()",
                "new File('/etc/passwd').text",
                "new java.io.File('/tmp/x') << 'y'",
                "'/etc/passwd' as File",
                "(File) '/etc/passwd'",
                "File f = ['/etc/passwd']; f.text",
                "def f(File x) { x.text }\nf(['/etc/passwd'] as File)",
                "java.nio.file.Files.readString(java.nio.file.Path.of('/etc/passwd'))",
                "java.nio.file.Paths.get('/etc/passwd').text",
                "new FileInputStream('/etc/passwd')",
                "new FileReader('/etc/passwd')",
                "new PrintWriter('/tmp/x')",
                "new java.util.Formatter('/tmp/x')",
                "new Scanner('x')",
                "new RandomAccessFile('/etc/passwd', 'r')",
                "new URL('http://localhost/').text",
                "'http://localhost/'.toURL().text",
                "new URI('http://localhost/').toURL()",
                "URL u = ['http://localhost/']",
                "new Socket('localhost', 22)",
                "new ServerSocket(0)",
                "InetAddress.getByName('localhost')",
                "java.net.http.HttpClient.newHttpClient()",
                "org.jsoup.Jsoup.connect('http://localhost/').get()",
                "javax.naming.InitialContext.newInstance()",
                "''.class",
                "''.class.forName('java.lang.System').exit(1)",
                "''.getClass()",
                "''.getClass().classLoader",
                "''.\"class\"",
                "''['class']",
                "['']['class']",
                "['']*.class",
                "['']*.getClass()",
                "[''].class",
                "def n = 'cl' + 'ass'; ''.\"$n\"",
                "def n = 'cl' + 'ass'; ''[n]",
                "''.with { getClass() }",
                "this.class.classLoader",
                "getClass().classLoader",
                "this.getClass()",
                "this['class']",
                "this.@metaClass",
                "''.@value",
                "''.getProperty('class')",
                "String.classLoader",
                "String.getClassLoader()",
                "String.forName('java.lang.System')",
                "Class.forName('java.lang.System')",
                "Class c = 'java.lang.System'",
                "'java.lang.System' as Class",
                "Thread.currentThread().contextClassLoader",
                "ClassLoader.systemClassLoader",
                "new GroovyClassLoader().parseClass('1')",
                "String.getMethods()",
                "String.methods",
                "String.getDeclaredConstructors()",
                "java.lang.reflect.Array.newInstance(String, 1)",
                "java.lang.invoke.MethodHandles.lookup()",
                "evaluate('1')",
                "this.evaluate('1')",
                "super.evaluate('1')",
                "evaluate(new File('x'))",
                "run(new File('x'), new String[0])",
                "Eval.me('1')",
                "groovy.util.Eval.me('1')",
                "new GroovyShell().evaluate('1')",
                "new GroovyScriptEngine('.')",
                "new javax.script.ScriptEngineManager()",
                "new ConfigSlurper()",
                "new Expando()",
                "String.metaClass.foo = { 1 }",
                "''.metaClass.foo = { 1 }",
                "this.metaClass.foo = { 1 }",
                "metaClass.foo = { 1 }",
                "''.getMetaClass()",
                "''.setMetaClass(null)",
                "use(String) { 1 }",
                "String.mixin(Integer)",
                "''.dump()",
                "new Thread({ 1 }).start()",
                "Thread.start { 1 }",
                "Thread.sleep(1)",
                "new Timer().schedule(null, 1)",
                "java.util.concurrent.Executors.newFixedThreadPool(1)",
                "java.util.concurrent.CompletableFuture.runAsync { 1 }",
                "[1].parallelStream()",
                "[1].stream().parallel()",
                "Arrays.parallelSort([1] as int[])",
                "addShutdownHook { 1 }",
                "''.wait()",
                "new ObjectInputStream(null)",
                "new ByteArrayInputStream(new byte[1]).newObjectInputStream()",
                "java.sql.DriverManager.getConnection('jdbc:h2:mem:x')",
                "new java.beans.XMLDecoder(null)",
                "sun.misc.Unsafe.theUnsafe",
                "Locale.setDefault(Locale.UK)",
                "TimeZone.default = TimeZone.getTimeZone('UTC')",
                "ServiceLoader.load(Runnable)",
                "ResourceBundle.getBundle('x')",
                "org.codehaus.groovy.runtime.InvokerHelper.getMetaClass('')",
                "org.springframework.core.SpringVersion.getVersion()",
                "dev.drawbridge.rules.guard.Guard.tick()",
                "dev.drawbridge.rules.guard.Running.away { 1 }",
                "com.exalate.basic.domain.hubobject.v1.HubObject.listen(null)",
                "com.atlassian.jira.component.JiraHost.bind(null)",
                "''.properties",
                "log.properties",
                "java.security.MessageDigest.getInstance('MD5').provider.clear()",
                "javax.crypto.Cipher.getInstance('AES').provider['x']",
                "javax.crypto.Cipher.getInstance('AES').provider.x",
                "javax.crypto.Cipher.getInstance('AES').provider['x'] = 'y'",
                "org.slf4j.LoggerFactory.ILoggerFactory",
                "java.util.concurrent.atomic.AtomicReferenceFieldUpdater.newUpdater(String, Object, 'value')",
                "binding.setVariable('x', 1); setBinding(null)",
                "@groovy.transform.ASTTest(value = { System.exit(1) }) class X {}\n1",
                "@Grab('x:y:1') import java.util.List\n1",
                "@groovy.lang.Grab('x:y:1') def x = 1",
                "@Grapes([@Grab('org.jsoup:jsoup:1'), @Grab('x:y:1')]) def x = 1",
                "@Grab(group = 'org.jsoup.evil', module = 'x', version = '1') def x = 1",
                "import groovy.transform.ASTTest as Override\n@Override(value = { System.exit(1) }) class X {}\n1",
                "@Newify(auto = false, value = File) class X { def y = File('x') }\n1",
                "@groovy.transform.CompileStatic class X {}\n1",
                "@groovy.transform.AnnotationCollector([Grab]) @interface X {}\n1",
                "class X extends GroovyClassLoader {}\n1",
                "class X extends Thread { void run() {} }\nnew X().start()",
                "class X extends Closure { X() { super('id') }\n def doCall() { execute() } }\nnew X().call()",
                "class X implements Serializable { File f }\nnew X(f: ['x'])",
                "class X { def x() { getClass().classLoader } }\nnew X().x()",
                "class X { def x() { metaClass } }\nnew X().x()",
                "class X { def x() { super.getClass() } }\nnew X().x()",
                "class X { static x = System.getProperty('x') }\nX.x",
                "class X { static { System.exit(1) } }\nnew X()",
                "class X { { System.exit(1) } }\nnew X()",
                "class X { X(a = System.exit(1)) {} }\nnew X()",
                "def f(a = System.exit(1)) { a }\nf()",
                "def c = { a = System.exit(1) -> a }; c()",
                "enum E { A(System.exit(1)); E(x) {} }\nE.A",
                "class L extends ArrayList { int n = 0\n Iterator iterator() { n++ ? [''].iterator() : [[class: 1]].iterator() } }\nnew L().class",
                "new Object() { def x() { 'id'.execute() } }.x()",
                "\"${'id'.execute()}\"",
                "\"${-> 'id'.execute()}\".toString()",
                "[a: 'id'.execute()]",
                "assert 'id'.execute() == null",
                "throw new Exception('id'.execute().text)",
                "switch ('id'.execute()) { case 1: break }",
                "for (x in 'id'.execute()) {}",
                "while ('id'.execute()) {}",
                "try { 1 / 0 } catch (e) { 'id'.execute() }",
                "try { 'id'.execute() } catch (Exception e) { 1 }",
                "('id'.execute()) ?: 1",
                "x = 'id'.execute()",
                "def (a, b) = ['id'.execute(), 1]",
                "[1].each { x -> 'id'.execute() }",
                "(1..2).collect { 'id'.execute() }",
                "['id'].inject(0) { a, b -> b.execute() }",
                "def f = { it.execute() } << { it }; f('id')",
                "'id'.collectReplacements { System.exit(1) }",
                "[execute: 1].with { 'id'.execute() }",
                "'x'.asType(Class)",
                "[''].asType(Thread)",
                "Collections.singletonList(1).getClass()",
                "java.util.logging.Logger.getGlobal()",
                "new Properties().load(null)",
                "trait T { def x() { 1 } }\n1"
            })
    void whatLeadsOutOfARuleIsStopped(String attack) {
        stopped(attack, () -> run("def first = 1\n" + attack + "\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "helper.secret",
                "helper.@secret",
                "helper.hidden()",
                "helper['secret']",
                "helper.\"${'sec' + 'ret'}\"",
                "helper.with { secret }",
                "helper.with { hidden() }",
                "helper.internals().exit()",
                "helper.properties",
                "helper.getProperties()",
                "other.anything()",
                "other.value"
            })
    void whatIsOfOursShowsOnlyWhatItIsMeantTo(String attack) {
        stopped(attack, () -> inThisProcess("def first = 1\n" + attack + "\n", LIMIT));
    }

    private static void stopped(String attack, ThrowingCallable rule) {
        assertThatThrownBy(rule).isInstanceOfSatisfying(RuleBroken.class, broken -> {
            assertThat(broken.sentence())
                    .as(attack)
                    .startsWith("bridge/incoming.groovy, line ")
                    .containsAnyOf("A rule may not use", "A rule may not extend", "A rule may only", "A rule must");
            assertThat(broken.line()).isGreaterThanOrEqualTo(2);
        });
    }

    static List<String> idioms() {
        return Idioms.ALL;
    }

    @ParameterizedTest
    @MethodSource("idioms")
    void whatRulesReallyDoWorks(String idiom) {
        run(idiom);
    }

    static List<String> idiomsWithHelpers() {
        return Idioms.WITH_HELPERS;
    }

    @ParameterizedTest
    @MethodSource("idiomsWithHelpers")
    void whatRulesReallyDoWithHelpersWorks(String idiom) {
        inThisProcess(idiom, LIMIT);
    }

    /** The guard is what stops them: without it they run. */
    @Test
    void withoutTheGuardAnAttackRuns() {
        assertThat(new groovy.lang.GroovyShell().evaluate("''.class.forName('java.lang.System').simpleName"))
                .isEqualTo("System");
        assertThat(new groovy.lang.GroovyShell().evaluate("'echo 1'.execute().text"))
                .isEqualTo("1\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "while (true) { }",
                "for (;;) { }",
                "for (i in 1..3) { while (true) { i } }",
                "do { } while (true)",
                "def f() { while (true) { try { while (true) { } } catch (Throwable t) { } } }\nf()",
                "def c; c = { while (true) { try { throw new Exception() } catch (Throwable t) { } finally { } } }; c()",
                "('a' * 40 + '!') =~ /(a+)+\\1b/ ? 1 : 2",
                "('a' * 40 + '!') ==~ /(a+)+\\1b/",
                "('a' * 40 + '!').matches('(a+)+\\\\1b')",
                "('a' * 40 + '!').replaceAll('(a+)+\\\\1b', '')",
                "('a' * 40 + '!').replaceFirst(/(a+)+\\1b/, '')",
                "('a' * 40 + '!').replaceAll(/(a+)+\\1b/) { 'x' }",
                "('a' * 40 + '!').split('(a+)+\\\\1b')",
                "('a' * 40 + '!').find(/(a+)+\\1b/)",
                "('a' * 40 + '!').findAll(~/(a+)+\\1b/)",
                "('a' * 40 + '!').eachMatch(/(a+)+\\1b/) { }",
                "('a' * 40 + '!') - ~/(a+)+\\1b/",
                "def s = 'a' * 40 + '!'; s -= ~/(a+)+\\1b/",
                "(~/(a+)+\\1b/).matcher('a' * 40 + '!').find()",
                "java.util.regex.Pattern.compile('(a+)+\\\\1b').matcher('a' * 40 + '!').replaceAll('')",
                "java.util.regex.Pattern.matches('(a+)+\\\\1b', 'a' * 40 + '!')",
                "(~/(a+)+\\1b/).asPredicate().test('a' * 40 + '!')",
                "switch ('a' * 40 + '!') { case ~/(a+)+\\1b/: break }",
                "('a' * 40 + '!') in ~/(a+)+\\1b/",
                "['a' * 40 + '!'].grep(~/(a+)+\\1b/)",
                "def m = '' =~ /(a+)+\\1b/; m.reset('a' * 40 + '!'); m.find()",
                "['a' * 40 + '!']*.matches('(a+)+\\\\1b')",
                "java.util.stream.Stream.iterate(1) { it }.forEach { }",
                "issue.summary = \"${-> while (true) { }}\"; issue.summary.toString()",
                "Iterator i = [hasNext: { true }, next: { 1 }] as Iterator; i.each { }"
            })
    void whatDoesNotEndIsEnded(String endless) {
        assertThatThrownBy(() -> run("\n" + endless, Duration.ofMillis(200)))
                .isInstanceOfSatisfying(RuleBroken.class, broken -> {
                    // On a machine that is busy enough the clock comes first.
                    assertThat(broken.sentence())
                            .containsPattern("(ran longer than 200|did not end within 1200) ms and was stopped");
                    assertThat(broken.line()).isEqualTo(2);
                });
    }

    @Test
    void whatOnlyWaitsIsEndedByTheClock() {
        assertThatThrownBy(() -> run("\nsleep(60000)", Duration.ofMillis(200)))
                .isInstanceOfSatisfying(RuleBroken.class, broken -> assertThat(broken.sentence())
                        .startsWith("bridge/incoming.groovy, line 2: did not end within 1200 ms and was stopped"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'a' * 1000000000",
                "'a'.multiply(1000000000)",
                "'a'.repeat(1000000000)",
                "'a'.padLeft(1000000000)",
                "[1] * 1000000000",
                "new byte[1000000000]",
                "new int[10000][1000000000]",
                "new ArrayList(1000000000)",
                "new StringBuilder(1000000000)",
                "(1..1000000000).toList()",
                "(1..Long.MAX_VALUE).sum()",
                "def n = 1000000000; (0..<n).collect { it }",
                "def s = 'a'; while (true) { s += s }",
                "def s = 'a'; while (true) { s = s + s }",
                "def s = new StringBuilder('a'); while (true) { s << s.toString() }",
                "def s = new StringBuilder('a'); while (true) { s.append(s) }",
                "def l = [1]; while (true) { l.addAll(l) }",
                "def l = [1]; while (true) { l += l }",
                "10G ** 1000000000",
                "10G.pow(1000000000)",
                "def a = 3G; while (true) { a = a * a }",
                "def a = 3G; while (true) { a *= a }",
                "def a = 3G; while (true) { a = a.multiply(a) }",
                "def a = 3.1; while (true) { a = a * a }",
                "def a = 3G; while (true) { a = a ** 2 }",
                "def a = 3G; while (true) { a = a << 1000 }",
                "def a = 3G; while (true) { a = a.shiftLeft(1000) }",
                "Collections.nCopies(1000000000, 1).toList()",
                "def l = []; l[1000000000] = 1"
            })
    void absurdSizesAreRefused(String bomb) {
        assertThatThrownBy(() -> run("\n" + bomb)).isInstanceOfSatisfying(RuleBroken.class, broken -> {
            assertThat(broken.sentence()).as(bomb).contains("for a rule");
            assertThat(broken.line()).isEqualTo(2);
        });
    }

    @Test
    void aRuleThatCallsItselfWithoutEndIsNamed() {
        assertThatThrownBy(() -> run("def f(x) { f(x + 1) }\nf(1)"))
                .isInstanceOfSatisfying(RuleBroken.class, broken -> assertThat(broken.sentence())
                        .startsWith("bridge/incoming.groovy, line 1")
                        .contains("calls itself without end"));
    }

    @Test
    void errorsNameLineColumnAndText() {
        assertThatThrownBy(() -> run("def x = 1\nissue.summary = (\n"))
                .extracting(broken -> ((RuleBroken) broken).sentence())
                .asInstanceOf(InstanceOfAssertFactories.STRING)
                .startsWith("bridge/incoming.groovy, line ")
                .contains("does not compile");
        assertThatThrownBy(() -> run("def x = 1\n  System.exit(1)\n"))
                .hasMessage("A rule may not use method exit of System")
                .extracting(broken -> ((RuleBroken) broken).sentence())
                .isEqualTo(
                        "bridge/incoming.groovy, line 2, column 3: A rule may not use method exit of System → System.exit(1)");
        assertThatThrownBy(() -> run("def f = {\n  it.nothing.here\n}\n[1].each {\n  f('x')\n}\n"))
                .extracting(broken -> ((RuleBroken) broken).sentence())
                .asInstanceOf(InstanceOfAssertFactories.STRING)
                .startsWith("bridge/incoming.groovy, line 2: No such property: nothing")
                .endsWith("→ it.nothing.here");
    }

    private void run(String rule) {
        run(rule, LIMIT);
    }

    /** Runs it as an incoming rule; it may use `map` and `list`. */
    void run(String rule, Duration limit) {
        inThisProcess(rule, limit);
    }

    private static void inThisProcess(String rule, Duration limit) {
        var runs = new Runs(limit);
        try {
            runs.run(Compiler.compile("bridge/incoming.groovy", rule), bindings(), Runnable::run);
        } finally {
            assertThat(runs.problem()).isEmpty();
        }
    }

    private static Map<String, @Nullable Object> bindings() {
        var bindings = new HashMap<String, @Nullable Object>();
        bindings.put("helper", new ProbeHelper());
        bindings.put("other", new Other());
        bindings.put(
                "issue",
                new com.exalate.basic.domain.hubobject.v1.BasicHubIssue(
                        com.exalate.basic.domain.hubobject.v1.FieldLookup.FREE));
        bindings.put(
                "replica",
                new com.exalate.basic.domain.hubobject.v1.BasicHubIssue(
                        com.exalate.basic.domain.hubobject.v1.FieldLookup.FREE));
        bindings.put("map", new LinkedHashMap<>(Map.of("a", 1)));
        bindings.put("list", new ArrayList<>(List.of("a", "b")));
        bindings.put("log", org.slf4j.LoggerFactory.getLogger("rules"));
        bindings.put("out", new java.io.PrintWriter(java.io.Writer.nullWriter()));
        return bindings;
    }

    /** Something of ours that rules see. */
    public static final class ProbeHelper {
        @SuppressWarnings("UnusedVariable")
        private final String secret = "secret";

        public String open() {
            return "open";
        }

        public String getShown() {
            return "shown";
        }

        public Object internals() {
            return new Other();
        }

        String hidden() {
            return secret;
        }
    }

    /** Something that rules should not have got hold of. */
    public static final class Other {
        public String getValue() {
            return "";
        }

        public void exit() {}

        public void anything() {}
    }
}
