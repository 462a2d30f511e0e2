package dev.drawbridge.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.jobs.Findings.Finding;
import dev.drawbridge.jobs.Findings.Word;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What was found about each row of a verification, on both sides. */
@Component
class VerificationRows {
    private final Jobs jobs;
    private final JdbcClient db;

    VerificationRows(Jobs jobs, JdbcClient db) {
        this.jobs = jobs;
        this.db = db;
    }

    record Compared(@Nullable String localKey, @Nullable String remoteKey, Finding here, Finding there) {}

    void here(Job job, Job.Row row, Finding finding) {
        jobs.outcome(job.id(), row.number(), finding.word().name(), cut(finding.why(), 2000));
    }

    /** The second look: what still seems to be under way differs. */
    void again(Job job, Job.Row row, Finding finding) {
        here(job, row, finding.word() == Word.PASSING ? new Finding(Word.DIFFERING, finding.why()) : finding);
    }

    List<Job.Row> passing(Job job) {
        return jobs.allRows(job.id()).stream()
                .filter(row -> Word.PASSING.name().equals(row.outcome()))
                .toList();
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void there(Job job, JsonNode said, Word word) {
        for (var one : said)
            id(one.path("twin").asText()).ifPresent(twin -> db.sql(
                            "update job_row set there = ?, there_detail = ? where job = ? and twin = ?")
                    .params(word.name(), cut(one.path("why").asText(""), 2000), job.id(), twin)
                    .update());
    }

    List<Compared> all(Job job) {
        return db.sql("select local_key, remote_key, outcome, detail, there, there_detail from job_row where job = ?"
                        + " order by number")
                .param(job.id())
                .query((row, number) -> new Compared(
                        row.getString(1),
                        row.getString(2),
                        finding(row.getString(3), row.getString(4)),
                        finding(row.getString(5), row.getString(6))))
                .list();
    }

    private static Finding finding(@Nullable String word, @Nullable String why) {
        return word == null ? Finding.EQUAL : new Finding(Word.valueOf(word), why == null ? "" : why);
    }

    static Optional<UUID> id(String text) {
        return text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
                ? Optional.of(UUID.fromString(text))
                : Optional.empty();
    }

    static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length - 1) + "…";
    }
}
