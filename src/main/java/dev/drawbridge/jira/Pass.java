package dev.drawbridge.jira;

import dev.drawbridge.twin.Found;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one pass finds, read bit by bit while it is worked on, and what became of it. Trouble while reading ends the
 * pass; it is never thrown at the one who works on what was found.
 */
final class Pass implements Iterator<Found> {
    /** Reads the next bit; empty at the end. */
    interface Reading {
        Optional<List<Found>> next(Pass pass);
    }

    private final Queue<Reading> readings;
    private final Queue<Found> read = new ArrayDeque<>();
    private final Map<Long, Consumer<Boolean>> whenDealt = new HashMap<>();
    private final Map<Long, Set<RetryList.Request>> requests = new HashMap<>();
    private final Set<Long> failing = new HashSet<>();
    private Runnable closing = () -> {};
    private @Nullable RuntimeException trouble;

    Pass(List<Reading> readings) {
        this.readings = new ArrayDeque<>(readings);
    }

    @Override
    public boolean hasNext() {
        try {
            while (read.isEmpty() && !readings.isEmpty()) {
                var bit = readings.element().next(this);
                bit.ifPresentOrElse(read::addAll, readings::remove);
            }
        } catch (RuntimeException failure) {
            trouble = failure;
            readings.clear();
        }
        return !read.isEmpty();
    }

    @Override
    public Found next() {
        if (!hasNext()) throw new NoSuchElementException("The pass is over");
        return read.remove();
    }

    /** What is to be remembered once the issue is dealt with; told whether it is under sync. */
    void whenDealt(long issueId, Consumer<Boolean> remember) {
        whenDealt.put(issueId, remember);
    }

    /** What is to be done in the closing transaction, now that all changes are read. */
    void whenClosed(Runnable closing) {
        this.closing = closing;
    }

    /** A request that was there before its issue was read. */
    void answers(RetryList.Request request) {
        requests.computeIfAbsent(request.issueId(), id -> new HashSet<>()).add(request);
    }

    void failed(long issueId) {
        failing.add(issueId);
    }

    /** The issue is dealt with; gives the requests that are answered by that. */
    Set<RetryList.Request> dealt(long issueId, boolean underSync) {
        var remember = whenDealt.remove(issueId);
        if (remember != null) remember.accept(underSync);
        var answered = requests.remove(issueId);
        return answered == null ? Set.of() : answered;
    }

    Set<Long> failing() {
        return failing;
    }

    Optional<RuntimeException> trouble() {
        return Optional.ofNullable(trouble);
    }

    void close() {
        closing.run();
    }
}
