package dev.drawbridge.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.atlassian.jira.component.JiraHost;
import dev.drawbridge.rules.guard.Running;
import dev.drawbridge.rules.guard.Stopwatch;
import groovy.lang.Binding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How long, how many at once, and what becomes of those that do not end. */
class RunsTest {
    private static final Duration BRIEF = Duration.ofMillis(50);
    private static final Rulebook.Rule WAITS = Compiler.compile("x.groovy", "helper.waits()");

    private final AtomicInteger looks = new AtomicInteger();
    private final Runs brief = new Runs(BRIEF, () -> {
        looks.incrementAndGet();
        return System.nanoTime();
    });

    /** The call takes until its run was looked at after the limit, several times. */
    @Test
    void timeInACallToJiraDoesNotCount() {
        Call call = () -> {
            for (var until = looks.get() + 5; looks.get() < until; ) Thread.onSpinWait();
        };

        run(brief, Elsewhere.uncounted(Call.class, call));
        assertThatThrownBy(() -> run(brief, new Waiting()))
                .as("the control: a call whose time counts")
                .isInstanceOfSatisfying(RuleBroken.class, broken -> assertThat(broken.sentence())
                        .startsWith("x.groovy, line 1: did not end within 300 ms and was stopped"));
    }

    /** By this clock an hour passes between two looks, as on a machine that stands still. */
    @Test
    void timeInWhichTheRuleHadNoProcessorDoesNotCount() {
        var hours = new AtomicInteger();
        var stopwatch =
                new Stopwatch(() -> Duration.ofHours(hours.incrementAndGet()).toNanos());
        var running = new Running(new Binding(), stopwatch);

        running.around(() -> {
            assertThat(stopwatch.passed()).isGreaterThanOrEqualTo(Duration.ofHours(1));
            assertThat(stopwatch.own()).isLessThan(Duration.ofHours(1));
            var before = stopwatch.own();
            while (stopwatch.own().equals(before)) Thread.onSpinWait();
        });
    }

    @Test
    void aLoopIsStoppedByWhatItComputes() {
        var loop = Compiler.compile("x.groovy", "while (true) { }");

        assertThatThrownBy(() -> new Runs(Duration.ofSeconds(1)).run(loop, Map.of(), Runnable::run))
                .isInstanceOfSatisfying(RuleBroken.class, broken -> assertThat(broken.sentence())
                        .startsWith("x.groovy, line 1: ran longer than 1 s and was stopped"));
    }

    @Test
    void aRunThatIsOverAsksNothingAnyMore() {
        var asked = new AtomicInteger();
        var deaf = new Deaf();
        var runs = new Runs(BRIEF);
        var rule = Compiler.compile("x.groovy", "helper.waits(); other.waits()");
        var after = Elsewhere.uncounted(Call.class, asked::incrementAndGet);

        assertThatThrownBy(() -> runs.run(
                        rule, Map.of("helper", new CallHelper(deaf), "other", new CallHelper(after)), Runnable::run))
                .isInstanceOf(RuleBroken.class);
        deaf.release();
        await().until(() -> runs.problem().isEmpty());
        assertThat(asked).hasValue(0);
    }

    @Test
    void onlySoManyRunAtOnce() throws ExecutionException, InterruptedException {
        var patient = Compiler.compile("x.groovy", "// drawbridge: timeLimit 60 s\nhelper.waits()");
        var allButOne = new CountDownLatch(Runs.AT_ONCE - 1);
        var all = new CountDownLatch(Runs.AT_ONCE);
        var end = new CountDownLatch(1);
        var waits = new CallHelper(() -> {
            allButOne.countDown();
            all.countDown();
            end.await();
        });
        try (var callers = new Callers()) {
            for (var each = 0; each < Runs.AT_ONCE - 1; each++)
                callers.call(() -> brief.run(patient, Map.of("helper", waits), Runnable::run));
            allButOne.await();
            assertThatCode(() -> run(brief, () -> {}))
                    .as("the control: there is one more place")
                    .doesNotThrowAnyException();

            callers.call(() -> brief.run(patient, Map.of("helper", waits), Runnable::run));
            all.await();
            assertThatThrownBy(() -> run(brief, () -> {}))
                    .isInstanceOf(RulesBusy.class)
                    .hasMessageContaining("it is tried again");

            end.countDown();
            callers.get();
        }
        run(brief, () -> {});
    }

    /** They cannot be ended, only counted: each takes a thread of this machine. */
    @Test
    void thoseThatDoNotEndAreBoundedAndNamed() throws ExecutionException, InterruptedException {
        var deaf = new Deaf();
        assertThat(brief.problem()).isEmpty();
        try (var callers = new Callers()) {
            for (var each = 0; each < Runs.LEFT_ALONE_AT_MOST; each++)
                callers.call(() -> assertThatThrownBy(() -> run(brief, deaf))
                        .isInstanceOfSatisfying(RuleBroken.class, broken -> assertThat(broken.sentence())
                                .contains("did not end within 300 ms")));
            callers.get();
        }

        assertThat(brief.problem())
                .hasValueSatisfying(why -> assertThat(why).startsWith("4 runs of rules did not end"));
        assertThatThrownBy(() -> run(brief, () -> {}))
                .isInstanceOf(RulesBusy.class)
                .hasMessageContaining("no rule is run until one ends");

        deaf.release();
        await().until(() -> brief.problem().isEmpty());
        run(brief, () -> {});
    }

    /** What a rule leaves behind may still compute something: that is its time, too. */
    @Test
    void whatIsComputedLateCountsAsTheRulesTime() {
        var desk = new Desk();

        assertThatThrownBy(() -> desk.within(brief).outgoing("replica.notes = [\"${-> while (true) { }}\"]", "{}"))
                .isInstanceOfSatisfying(RuleBroken.class, broken -> assertThat(broken.sentence())
                        .containsPattern("(ran longer than 50|did not end within 300) ms"));
        assertThat(desk.within(new Runs(Duration.ofSeconds(10)))
                        .outgoing("replica.notes = [\"${-> 1 + 1}\"]", "{}")
                        .toString())
                .isEqualTo("{\"notes\":[\"2\"]}");
    }

    /** Threads are used again: each run has its own Jira, and none is left behind. */
    @Test
    void eachRunHasItsOwnJira() {
        var runs = new Runs(Duration.ofSeconds(10));
        var rule =
                """
                def fields = com.atlassian.jira.component.ComponentAccessor.customFieldManager
                replica.summary = fields.getCustomFieldObject('customfield_10001').name
                """;

        for (var name : List.of("Severity", "Impact", "Severity")) {
            var desk = new Desk().within(runs);
            desk.jira.field("10001", name, "text");
            assertThat(desk.outgoing(rule, "{}").path("summary").asText()).isEqualTo(name);
        }
        run(runs, () -> assertThatThrownBy(JiraHost::current).hasMessageContaining("while a rule runs"));
    }

    private static void run(Runs runs, Call call) {
        runs.run(WAITS, Map.of("helper", new CallHelper(call)), Runnable::run);
    }

    /** Something that a rule does. */
    interface Call {
        void make() throws InterruptedException;
    }

    /** As rules see it. */
    public static final class CallHelper {
        private final Call call;

        CallHelper(Call call) {
            this.call = call;
        }

        public void waits() throws InterruptedException {
            call.make();
        }
    }

    /** Ends when it is interrupted. */
    private static final class Waiting implements Call {
        @Override
        public void make() throws InterruptedException {
            new CountDownLatch(1).await();
        }
    }

    /** Ends only when it is released. */
    private static final class Deaf implements Call {
        private final CountDownLatch released = new CountDownLatch(1);

        void release() {
            released.countDown();
        }

        @Override
        public void make() {
            while (true) {
                try {
                    released.await();
                    return;
                } catch (InterruptedException notNow) {
                    // It does not heed that.
                }
            }
        }
    }

    /** Calls at the same time. */
    private static final class Callers implements AutoCloseable {
        private final ExecutorService threads = Executors.newCachedThreadPool();
        private final List<Future<?>> calls = new ArrayList<>();

        void call(Runnable work) {
            calls.add(threads.submit(work));
        }

        void get() throws ExecutionException, InterruptedException {
            for (var each : calls) each.get();
        }

        @Override
        public void close() {
            threads.shutdownNow();
        }
    }
}
