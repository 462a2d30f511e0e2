package dev.drawbridge.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** Jobs, as stories speak of them. */
final class Work {
    private Work() {}

    /** The job that a call has ordered. */
    static String id(JsonNode answer) {
        assertThat(answer.path("job").asText()).as(answer.toString()).isNotEmpty();
        return answer.path("job").asText();
    }

    static JsonNode job(Company company, String id) {
        return company.get("/api/v1/jobs/" + id);
    }

    /** Waits until the job is done. */
    static JsonNode done(Company company, JsonNode answer) {
        return ended(company, id(answer), "DONE");
    }

    static JsonNode ended(Company company, String id, String state) {
        await("job " + id)
                .atMost(Duration.ofSeconds(240))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> !job(company, id).path("state").asText().matches("WAITING|RUNNING"));
        var job = job(company, id);
        assertThat(job.path("state").asText()).as(job.toString()).isEqualTo(state);
        return job;
    }

    /** Uploads a file of pairs. */
    static JsonNode connect(Company company, String connection, String query, String csv) {
        return json(company.answer(
                "POST",
                "/api/v1/connections/" + connection + "/bulk-connect" + query,
                csv,
                "Content-Type",
                "text/csv"));
    }

    static JsonNode json(HttpResponse<String> answer) {
        try {
            return new com.fasterxml.jackson.databind.json.JsonMapper().readTree(answer.body());
        } catch (java.io.IOException damaged) {
            throw new java.io.UncheckedIOException(damaged);
        }
    }

    static JsonNode order(Company company, String path, Map<String, ?> body) {
        return company.post("/api/v1/" + path, body);
    }
}
