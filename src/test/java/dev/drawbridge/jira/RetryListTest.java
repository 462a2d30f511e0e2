package dev.drawbridge.jira;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.uuid.Generators;
import dev.drawbridge.queue.RetryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

/** What somebody asks to be looked at is looked at after they asked. */
class RetryListTest {
    private static final long ISSUE = 10_001;

    private final TurnedClock clock = new TurnedClock();
    private final RetryList list = list();

    @Test
    void whatIsAnsweredIsStruckOut() {
        list.ask(ISSUE);

        list.strike(list.all());

        assertThat(list.all()).isEmpty();
    }

    @Test
    void whatIsAskedForAgainWhileSomebodyLooksIsNotAnsweredByThatLook() {
        list.ask(ISSUE);
        var known = list.all();
        list.ask(ISSUE);

        list.strike(known);

        assertThat(list.due(10)).extracting(RetryList.Request::issueId).containsExactly(ISSUE);
    }

    @Test
    void whatIsAskedForWhileItIsBusyIsNotAnsweredByTheLookThatWaits() {
        list.ask(ISSUE);
        var busy = list.due(10).get(0);
        list.put(busy, clock.instant());
        var known = list.all();
        list.ask(ISSUE);

        list.strike(known);

        assertThat(list.due(10)).hasSize(1);
    }

    @Test
    void whatIsAskedForTwiceIsLookedAtOnce() {
        list.ask(ISSUE);
        list.ask(ISSUE);

        assertThat(list.due(10)).hasSize(1);
    }

    @Test
    void whatWaitsForSomethingElseHasNotFailed() {
        list.ask(ISSUE);
        for (var time = 0; time < 12; time++) {
            list.put(list.due(10).get(0), clock.instant());
        }
        list.due(10);

        clock.turn(Duration.ofSeconds(2));
        assertThat(list.due(10))
                .as("tried again after a second, as after a first failure")
                .hasSize(1);
    }

    @Test
    void whatFailsWaitsLongerEachTime() {
        list.ask(ISSUE);
        for (var time = 0; time < 12; time++) {
            assertThat(list.due(10)).hasSize(1);
            clock.turn(Duration.ofMinutes(16));
        }
        list.due(10);

        clock.turn(Duration.ofSeconds(2));
        assertThat(list.due(10)).isEmpty();
        clock.turn(Duration.ofMinutes(15));
        assertThat(list.due(10)).extracting(RetryList.Request::issueId).isEqualTo(List.of(ISSUE));
    }

    private RetryList list() {
        var store = new SimpleDriverDataSource(
                new org.h2.Driver(),
                "jdbc:h2:mem:" + Generators.randomBasedGenerator().generate() + ";DB_CLOSE_DELAY=-1");
        Flyway.configure()
                .dataSource(store)
                .locations("classpath:db/migration/common")
                .load()
                .migrate();
        return new RetryList(
                JdbcClient.create(store), Generators.timeBasedEpochGenerator(), new RetryPolicy(new Random(7)), clock);
    }
}
