package dev.drawbridge.transport;

import java.util.List;

/**
 * What a signature covers, in this order and nothing else. There is one profile for calls and one for answers; nothing is
 * negotiated, so nothing can be talked down.
 *
 * @param components as they are written in {@code Signature-Input}, quotes included
 */
record Profile(String label, List<String> components) {
    static final Profile CALL = new Profile(
            "drawbridge",
            List.of(
                    "\"@method\"",
                    "\"@path\"",
                    "\"@query\"",
                    "\"content-digest\"",
                    "\"drawbridge-connection\"",
                    "\"drawbridge-to\"",
                    "\"drawbridge-epoch\""));
    static final Profile ANSWER =
            new Profile("drawbridge", List.of("\"@status\"", "\"content-digest\"", "\"signature\";req"));

    Profile {
        components = List.copyOf(components);
    }

    /** Names of the covered header fields. */
    List<String> covered() {
        return components.stream()
                .filter(component -> !component.contains("@") && !component.contains(";"))
                .map(component -> component.substring(1, component.length() - 1))
                .toList();
    }

    String list() {
        return "(" + String.join(" ", components) + ")";
    }
}
