package dev.drawbridge.journal;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Where happenings are kept. Written in the caller's transaction; told to listeners once that is committed. */
@Component("journal")
public class Journal {
    private static final Duration KEPT = Duration.ofDays(400);
    private static final String ERASED = "Erased.";

    private final EntityManager entities;
    private final ApplicationEventPublisher listeners;
    private final Clock clock;

    Journal(EntityManager entities, ApplicationEventPublisher listeners, Clock clock) {
        this.entities = entities;
        this.listeners = listeners;
        this.clock = clock;
    }

    @Transactional
    public void write(Happening happening) {
        entities.persist(new JournalEntry(clock.instant(), happening));
        listeners.publishEvent(happening);
    }

    /** What happened to one twin, oldest first. */
    @Transactional(readOnly = true)
    public List<JournalEntry> ofTwin(UUID twin, int atMost) {
        return entities
                .createQuery("select e from JournalEntry e where e.twin = :twin order by e.id desc", JournalEntry.class)
                .setParameter("twin", twin)
                .setMaxResults(atMost)
                .getResultList()
                .stream()
                .sorted((one, other) -> one.at().compareTo(other.at()))
                .toList();
    }

    /** The newest entries of the whole node, newest first. */
    @Transactional(readOnly = true)
    public List<JournalEntry> newest(int atMost) {
        return entities.createQuery("select e from JournalEntry e order by e.id desc", JournalEntry.class)
                .setMaxResults(atMost)
                .getResultList();
    }

    /** Takes the words out of all lines about an issue or these twins; that something happened stays. Says how many. */
    @Transactional
    public int erase(String issue, Collection<UUID> twins) {
        var lines = entities.createQuery(
                        "update JournalEntry e set e.detail = :erased where upper(e.issue) = upper(:issue) and e.detail <> :erased")
                .setParameter("erased", ERASED)
                .setParameter("issue", issue)
                .executeUpdate();
        for (var twin : twins)
            lines += entities.createQuery(
                            "update JournalEntry e set e.detail = :erased where e.twin = :twin and e.detail <> :erased")
                    .setParameter("erased", ERASED)
                    .setParameter("twin", twin)
                    .executeUpdate();
        return lines;
    }

    /** The same for all lines that speak of somebody. */
    @Transactional
    public int erase(String name, Pattern exactly) {
        var lines = 0;
        for (var entry : entities.createQuery(
                        "select e from JournalEntry e where lower(e.detail) like :mask", JournalEntry.class)
                .setParameter("mask", "%" + name.toLowerCase(Locale.ROOT) + "%")
                .getResultList())
            if (exactly.matcher(entry.happening().detail()).find()) {
                entry.erase(ERASED);
                lines++;
            }
        return lines;
    }

    /** Forgets what nobody can be asked about any more. */
    @Transactional
    public void forgetOld() {
        entities.createQuery("delete from JournalEntry e where e.at < :instant")
                .setParameter("instant", clock.instant().minus(KEPT))
                .executeUpdate();
    }
}
