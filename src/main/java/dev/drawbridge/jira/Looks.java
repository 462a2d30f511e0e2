package dev.drawbridge.jira;

import dev.drawbridge.queue.Leases;
import dev.drawbridge.replica.Snapshot;
import dev.drawbridge.twin.Found;
import dev.drawbridge.twin.Twins;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads single issues that failed before, or that somebody asked to be looked at. */
@Component
class Looks {
    private static final int AT_ONCE = 100;
    private static final Duration BUSY = Duration.ofMillis(250);
    private static final Duration UNDECIDED = Duration.ofSeconds(5);

    private final RetryList retries;
    private final Issues issues;
    private final Ahead ahead;
    private final Matching matching;
    private final Absences absences;
    private final Intents intents;
    private final Leases leases;
    private final Twins twins;
    private final Clock clock;

    Looks(
            RetryList retries,
            Issues issues,
            Ahead ahead,
            Matching matching,
            Absences absences,
            Intents intents,
            Leases leases,
            Twins twins,
            Clock clock) {
        this.retries = retries;
        this.issues = issues;
        this.ahead = ahead;
        this.matching = matching;
        this.absences = absences;
        this.intents = intents;
        this.leases = leases;
        this.twins = twins;
        this.clock = clock;
    }

    Pass.Reading begin() {
        return new Round();
    }

    private final class Round implements Pass.Reading {
        private @Nullable Queue<RetryList.Request> due;

        @Override
        public Optional<List<Found>> next(Pass pass) {
            if (due == null) due = new ArrayDeque<>(retries.due(AT_ONCE));
            var request = due.poll();
            if (request == null) return Optional.empty();
            if (isBusy(request.issueId())) {
                retries.put(request, clock.instant().plus(BUSY));
                return Optional.of(List.of());
            }
            due.stream().filter(other -> other.issueId() == request.issueId()).forEach(pass::answers);
            due.removeIf(other -> other.issueId() == request.issueId());
            pass.answers(request);
            try {
                return Optional.of(look(pass, request));
            } catch (JiraTrouble trouble) {
                postpone(request, due, trouble.retryAfter());
                throw trouble;
            }
        }
    }

    /** Only what failed itself waits longer each time: what Jira asks of everybody, and all that comes after, does not. */
    private void postpone(RetryList.Request failed, Queue<RetryList.Request> others, @Nullable Duration retryAfter) {
        var next = clock.instant().plus(retryAfter == null ? BUSY : retryAfter);
        others.forEach(other -> retries.put(other, next));
        if (retryAfter != null) retries.put(failed, next);
    }

    /** Somebody works on the issue or has not settled with it: a read would be in vain. */
    private boolean isBusy(long issueId) {
        return leases.isTaken(Leases.issue(issueId)) || intents.openFor(issueId);
    }

    private List<Found> look(Pass pass, RetryList.Request request) {
        // Read for the one who asked, and nobody has asked since.
        var known = ahead.take(request.issueId()).filter(found -> request.asked() == 1);
        if (known.isPresent())
            return present(pass, known.get().snapshot(), known.get().readAt());
        var readAt = clock.instant();
        try {
            var snapshot = issues.read(String.valueOf(request.issueId()));
            if (snapshot.isPresent()) return present(pass, snapshot.get(), readAt);
        } catch (JiraTrouble trouble) {
            if (!trouble.isRefusal()) throw trouble;
            return List.of();
        }
        if (absences.missing(request.issueId())) retries.strike(pass.dealt(request.issueId(), false));
        else retries.put(request, clock.instant().plus(UNDECIDED));
        return List.of();
    }

    private List<Found> present(Pass pass, Snapshot snapshot, java.time.Instant readAt) {
        absences.present(snapshot);
        var issueId = snapshot.issueId();
        var isUnderSync = !twins.underSync(Set.of(issueId)).isEmpty();
        if (!isUnderSync) {
            var outcome = matching.of(List.of(snapshot));
            if (outcome.waiting().contains(issueId)) return List.of();
            isUnderSync = outcome.started().contains(issueId);
        }
        if (isUnderSync) return List.of(new Found(snapshot, readAt));
        retries.strike(pass.dealt(issueId, false));
        return List.of();
    }
}
