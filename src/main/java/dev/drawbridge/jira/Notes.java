package dev.drawbridge.jira;

import dev.drawbridge.replica.Plan;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What an attempt keeps durably about its calls: each method is one transaction, since a commit costs as much as a call.
 * The outcome of a call is written along with the next intent; one that is lost in a crash is looked for in Jira.
 */
@Component
class Notes {
    private final Intents intents;
    private final OwnWrites ownWrites;

    Notes(Intents intents, OwnWrites ownWrites) {
        this.intents = intents;
        this.ownWrites = ownWrites;
    }

    /**
     * What came of a step.
     *
     * @param result the id of what it made, or null
     */
    record Outcome(Intents.Key key, @Nullable String result) {}

    Optional<Intents.Begun> begun(Intents.Key key) {
        return intents.begun(key);
    }

    /** Ids of what other steps of that kind made for the twin. */
    Set<String> made(Intents.Key key) {
        return intents.made(key);
    }

    /** The step is about to be tried for the first time. */
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public void begin(@Nullable Outcome last, Intents.Intent intent, Steps.Target target, Plan.Step step) {
        if (last != null) intents.answered(last.key(), last.result());
        intents.open(intent);
        note(target, step);
    }

    /** It is tried once more, and rests again before its outcome is looked for. */
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public void repeat(Intents.Key key, Steps.Target target, Plan.Step step) {
        intents.again(key);
        note(target, step);
    }

    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public void keep(Outcome last) {
        intents.answered(last.key(), last.result());
    }

    /** The call failed cleanly: it was certainly not done. */
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public void withdraw(Intents.Key key) {
        intents.withdrawn(key);
    }

    private void note(Steps.Target target, Plan.Step step) {
        var before = target.work().snapshot();
        if (before != null) ownWrites.note(target.work().lane().twin(), before, step);
    }
}
