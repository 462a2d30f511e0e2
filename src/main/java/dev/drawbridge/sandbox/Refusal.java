package dev.drawbridge.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** Jira says no: a status and the two kinds of messages of its error body. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int status;
    private final transient List<String> messages;
    private final transient Map<String, String> errors;

    Refusal(int status, List<String> messages, Map<String, String> errors) {
        super(status + " " + messages + errors, null, false, false);
        this.status = status;
        this.messages = List.copyOf(messages);
        this.errors = Map.copyOf(errors);
    }

    static Refusal of(int status, String message) {
        return new Refusal(status, List.of(message), Map.of());
    }

    static Refusal bad(String message) {
        return of(400, message);
    }

    static Refusal field(String field, String message) {
        return new Refusal(400, List.of(), Map.of(field, message));
    }

    static Refusal noIssue() {
        return of(404, "Issue Does Not Exist");
    }

    static Refusal login() {
        return of(401, "You are not authenticated. Authentication required to perform this operation.");
    }

    int status() {
        return status;
    }

    Map<String, String> errors() {
        return errors;
    }

    List<String> messages() {
        return messages;
    }

    JsonNode body() {
        var body = Json.object();
        body.set("errorMessages", Json.texts(messages));
        body.set("errors", Json.of(errors));
        return body;
    }
}
