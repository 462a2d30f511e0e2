package dev.drawbridge.twin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.drawbridge.replica.Replica;
import dev.drawbridge.replica.Trace;
import org.junit.jupiter.api.Test;

/** Acme proposed; Beta accepts. What both have is one thing, and each side finds the same pairs. */
class ExistingTest {
    private static final String MONDAY = "2026-11-23T08:00:00Z", TUESDAY = "2026-11-24T08:00:00Z";

    @Test
    void theSameWordsAreOneCommentOwnedByWhoSaidThemFirst() {
        var existing = new Existing(comments("a", "Hello", MONDAY), comments("b", "Hello", TUESDAY), true);

        assertThat(existing.pairs()).containsExactly(new Existing.Pair(Trace.Kind.COMMENT, "a", "b", true));
        assertThat(existing.onlyProposed(Trace.Kind.COMMENT)).isEmpty();
        assertThat(existing.onlyAccepted(Trace.Kind.COMMENT)).isEmpty();
    }

    @Test
    void aCopyUnderALineWithItsAuthorIsRecognised() {
        var existing = new Existing(
                comments("a", "*Grace* (Beta) commented:\nHello\nthere", TUESDAY),
                comments("b", "Hello\nthere", MONDAY),
                true);

        assertThat(existing.pairs()).containsExactly(new Existing.Pair(Trace.Kind.COMMENT, "a", "b", false));
    }

    @Test
    void wordsThatOnlyEndAlikeAreTwoComments() {
        var existing = new Existing(comments("a", "One\nTwo\nHello", MONDAY), comments("b", "Hello", MONDAY), true);

        assertThat(existing.pairs()).isEmpty();
        assertThat(existing.onlyProposed(Trace.Kind.COMMENT)).containsExactly("a");
        assertThat(existing.onlyAccepted(Trace.Kind.COMMENT)).containsExactly("b");
    }

    @Test
    void oneCommentIsPairedOnceEvenWhenItWasSaidTwice() {
        var twice = list();
        comment(twice, "a1", "Ping", MONDAY);
        comment(twice, "a2", "Ping", MONDAY);
        var existing = new Existing(with("comments", twice), comments("b", "Ping", TUESDAY), true);

        assertThat(existing.pairs()).containsExactly(new Existing.Pair(Trace.Kind.COMMENT, "a1", "b", true));
        assertThat(existing.onlyProposed(Trace.Kind.COMMENT)).containsExactly("a2");
    }

    @Test
    void filesArePairedByNameAndSize() {
        var existing = new Existing(file("a", "log.txt", 10), file("b", "log.txt", 10), true);
        var longer = new Existing(file("a", "log.txt", 10), file("b", "log.txt", 11), true);

        assertThat(existing.pairs()).hasSize(1);
        assertThat(longer.pairs()).isEmpty();
    }

    @Test
    void worklogsArePairedByBeginningLengthAndWords() {
        var existing = new Existing(worklog("a", MONDAY, 60, "Hello"), worklog("b", MONDAY, 60, "*Ada*:\nHello"), true);
        var longer = new Existing(worklog("a", MONDAY, 60, "Hello"), worklog("b", MONDAY, 61, "Hello"), true);
        var later = new Existing(worklog("a", MONDAY, 60, "Hello"), worklog("b", TUESDAY, 60, "Hello"), true);

        assertThat(existing.pairs()).hasSize(1);
        assertThat(longer.pairs()).isEmpty();
        assertThat(later.onlyAccepted(Trace.Kind.WORKLOG)).containsExactly("b");
    }

    private static Replica worklog(String id, String started, long seconds, String comment) {
        var worklogs = list();
        worklogs.addObject()
                .put("id", id)
                .put("startDate", started)
                .put("timeSpent", seconds)
                .put("comment", comment)
                .put("created", MONDAY);
        return with("workLogs", worklogs);
    }

    @Test
    void nothingIsPairedWhenThatIsNotWanted() {
        var existing = new Existing(comments("a", "Hello", MONDAY), comments("b", "Hello", MONDAY), false);

        assertThat(existing.pairs()).isEmpty();
        assertThat(existing.onlyAccepted(Trace.Kind.COMMENT)).containsExactly("b");
    }

    private static Replica comments(String id, String body, String created) {
        var comments = list();
        comment(comments, id, body, created);
        return with("comments", comments);
    }

    private static void comment(ArrayNode comments, String id, String body, String created) {
        comments.addObject().put("id", id).put("body", body).put("created", created);
    }

    private static Replica file(String id, String name, long size) {
        var files = list();
        files.addObject().put("id", id).put("filename", name).put("filesize", size);
        return with("attachments", files);
    }

    private static Replica with(String property, ArrayNode items) {
        return Replica.empty().with(property, items);
    }

    private static ArrayNode list() {
        return JsonNodeFactory.instance.arrayNode();
    }
}
