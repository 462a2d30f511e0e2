package dev.drawbridge.story;

import com.zaxxer.hikari.HikariDataSource;
import dev.drawbridge.queue.Drill;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Kills a node at a named point: from then on it cannot reach its store, and whatever transaction was open is rolled back.
 * What had been sent to Jira or to the peer before is done, as with a process that is killed.
 */
final class Dying implements Drill {
    private volatile @Nullable String point;
    private volatile CountDownLatch reached = new CountDownLatch(1);
    private volatile Consumer<DataSource> lastAct = store -> {};
    private volatile boolean dead;
    private volatile @Nullable Company company;

    /** The node has died; nothing may catch this and go on. */
    static final class Died extends Error {
        private static final long serialVersionUID = 1;

        Died(String point) {
            super("The node died at " + point);
        }
    }

    void arm(Company victim, String where) {
        arm(victim, where, store -> {});
    }

    /** @param act done with the store in the moment before: how a test takes a safety away */
    void arm(Company victim, String where, Consumer<DataSource> act) {
        company = victim;
        lastAct = act;
        dead = false;
        reached = new CountDownLatch(1);
        point = where;
    }

    /** Waits until the node has died, and starts it again on the same data. */
    void awaitDeathAndRestart(Company victim) throws InterruptedException {
        awaitDeath(victim);
        dead = false;
        victim.start();
    }

    /** The same, but the node that is started will die there again. */
    void awaitDeathAndRestartToDieAgain(Company victim, String where) throws InterruptedException {
        awaitDeath(victim);
        arm(victim, where);
        victim.start();
    }

    private void awaitDeath(Company victim) throws InterruptedException {
        var died = reached.await(30, TimeUnit.SECONDS);
        if (!died) throw new AssertionError("The point '" + point + "' was never reached");
        victim.stop();
    }

    @Override
    public void pass(String here) {
        if (dead) throw new Died(here);
        var victim = company;
        if (victim == null || !here.equals(point)) return;
        synchronized (this) {
            if (dead || !here.equals(point)) throw new Died(here);
            var store = victim.node().getBean(HikariDataSource.class);
            lastAct.accept(store);
            dead = true;
            point = null;
            store.close();
            reached.countDown();
        }
        throw new Died(here);
    }
}
