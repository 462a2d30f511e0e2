package dev.drawbridge.connection;

import jakarta.persistence.Convert;
import jakarta.persistence.Embeddable;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * Which side's value stays when both changed one field, and how the two sides agree on another. Each agreement begins a
 * term. Of two edits that cross, the earlier term decides, so that both sides decide alike although they do not change
 * over at the same moment: a side's edits are of the new term when their numbers are above that of its notice.
 */
@Embeddable
public class Winner {
    /** Of the first term; the terms alternate between the two sides. */
    private String winner;

    private boolean winnerProposedHere;
    private boolean winnerProposedThere;
    /** The highest term that this side ever proposed; 0 when none. */
    private int winnerOffered;

    @JdbcTypeCode(SqlTypes.LONGVARCHAR)
    @Convert(converter = WinnerTerms.class)
    private List<Term> winnerTerms = List.of();

    @SuppressWarnings("NullAway.Init")
    protected Winner() {}

    public Winner(String first) {
        winner = first;
    }

    /**
     * A term that began after the first.
     *
     * @param notice our event that tells of it; null until there is one
     * @param theirs number of the partner's event that tells of it; null until that came
     */
    record Term(@Nullable UUID notice, @Nullable Long theirs) {}

    /** The number of the term in force; that of the invitation is 0. */
    public int term() {
        return winnerTerms.size();
    }

    public boolean isProposedHere() {
        return winnerProposedHere;
    }

    public boolean isProposedThere() {
        return winnerProposedThere;
    }

    /** The short name in force, of these two. */
    public String current(String oneSide, String otherSide) {
        return of(term(), oneSide, otherSide);
    }

    private String of(int term, String oneSide, String otherSide) {
        if (term % 2 == 0) return winner;
        return winner.equals(oneSide) ? otherSide : oneSide;
    }

    /**
     * Whose value stays of two edits that cross.
     *
     * @param ours number of our edit; null while it has not left
     * @param theirs number of the partner's
     * @param numberOf gives the number of an event of ours: null while it has not left, 0 when it is no longer kept
     */
    public String between(
            @Nullable Long ours,
            long theirs,
            Function<UUID, @Nullable Long> numberOf,
            String oneSide,
            String otherSide) {
        if (winnerTerms.isEmpty()) return winner;
        var term = Math.min(
                ours == null ? term() : terms(one -> began(one.notice(), numberOf) < ours),
                terms(one -> one.theirs() != null && one.theirs() < theirs));
        return of(term, oneSide, otherSide);
    }

    private static long began(@Nullable UUID notice, Function<UUID, @Nullable Long> numberOf) {
        var number = notice == null ? null : numberOf.apply(notice);
        return number == null ? Long.MAX_VALUE : number;
    }

    private int terms(Predicate<Term> which) {
        return (int) winnerTerms.stream().filter(which).count();
    }

    /**
     * This side wants the other one to win, or no longer does.
     *
     * @return whether the partner has to be told
     */
    public boolean propose(boolean change) {
        if (winnerProposedHere == change) return false;
        winnerProposedHere = change;
        if (change) winnerOffered = term() + 1;
        if (change && winnerProposedThere) begin();
        return true;
    }

    /**
     * The partner says where it stands.
     *
     * @param number of its event
     * @return whether another term began, of which the partner has to be told
     */
    public boolean heard(int term, boolean proposes, long number) {
        var begins = term == term() + 1 && winnerOffered == term;
        if (begins) begin();
        if (term != term()) return false;
        if (term > 0) theirs(number);
        winnerProposedThere = proposes;
        if (!winnerProposedHere || !proposes) return begins;
        begin();
        return true;
    }

    /** Both sides agree from now on, whether they are asked or not: they are of one node. */
    void agreed() {
        winnerOffered = term() + 1;
        begin();
    }

    private void begin() {
        var terms = new ArrayList<>(winnerTerms);
        terms.add(new Term(null, null));
        winnerTerms = List.copyOf(terms);
        winnerProposedHere = false;
        winnerProposedThere = false;
    }

    private void theirs(long number) {
        var newest = newest();
        if (newest.theirs() == null) newest(new Term(newest.notice(), number));
    }

    /** The event that tells of the newest term; null in the first, and until there is one. */
    public @Nullable UUID notice() {
        return winnerTerms.isEmpty() ? null : newest().notice();
    }

    /** @param event tells of the newest term, and those before it were told of */
    public void noticed(UUID event) {
        if (!winnerTerms.isEmpty()) newest(new Term(event, newest().theirs()));
    }

    private Term newest() {
        return winnerTerms.get(winnerTerms.size() - 1);
    }

    private void newest(Term term) {
        var terms = new ArrayList<>(winnerTerms);
        terms.set(terms.size() - 1, term);
        winnerTerms = List.copyOf(terms);
    }
}
