package dev.drawbridge.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A page to be shown.
 *
 * @param look the path, without the context path, that the page asks for what others changed; empty for never
 * @param model what the template shows
 */
record Page(String template, String title, String look, ObjectNode model) {
    /** The same with what Jira said to a form. */
    Page refused(Refusal refusal) {
        model.set("messages", Json.texts(refusal.messages()));
        model.set("errors", Json.of(refusal.errors()));
        return this;
    }
}
