package dev.drawbridge.journal;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One line of the record. Never holds field contents or secrets. */
@Entity
@Table(name = "journal")
public class JournalEntry {
    @Id
    @SequenceGenerator(name = "journal", sequenceName = "journal_seq", allocationSize = 50)
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "journal")
    private @Nullable Long id;

    private Instant at;

    @Enumerated(EnumType.STRING)
    private Happening.Level level;

    private String kind;
    private @Nullable UUID connectionId;
    private @Nullable String connection;
    private @Nullable UUID twin;
    private @Nullable String issue;
    private @Nullable Long eventNumber;
    private @Nullable String ruleVersion;
    private String detail;

    @Column(name = "notify")
    private boolean notify;

    @SuppressWarnings("NullAway.Init")
    protected JournalEntry() {}

    JournalEntry(Instant at, Happening happening) {
        this.at = at;
        level = happening.level();
        kind = happening.kind();
        connectionId = happening.connectionId();
        connection = happening.connection();
        twin = happening.twin();
        issue = cut(happening.issue(), 255);
        eventNumber = happening.eventNumber();
        ruleVersion = happening.ruleVersion();
        detail = java.util.Objects.requireNonNull(cut(happening.detail(), 4000));
        notify = happening.level() == Happening.Level.ERROR;
    }

    /** What is told of is partly said by others. */
    private static @Nullable String cut(@Nullable String text, int length) {
        return text == null || text.length() <= length ? text : text.substring(0, length);
    }

    /** The same as a value. */
    public Happening happening() {
        return new Happening(level, kind, connectionId, connection, twin, issue, eventNumber, ruleVersion, detail);
    }

    void erase(String instead) {
        detail = instead;
    }

    public @Nullable Long id() {
        return id;
    }

    public Instant at() {
        return at;
    }

    /** Said to whom it concerns: not handed to the notifications again. */
    public JournalEntry told() {
        notify = false;
        return this;
    }
}
