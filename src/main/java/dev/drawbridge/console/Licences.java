package dev.drawbridge.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/** What is shipped besides Drawbridge itself: the list that the build made of its dependencies (CycloneDX). */
@Component
class Licences {
    private static final String LIST = "META-INF/sbom/application.cdx.json";

    private final List<Part> parts = read();

    /** @param licence its SPDX id, or the name that its makers give it */
    public record Part(String name, String version, String licence) {}

    /** By name; empty where the node does not run from a packaged build. */
    List<Part> parts() {
        return parts;
    }

    private static List<Part> read() {
        var list = new ClassPathResource(LIST);
        if (!list.exists()) return List.of();
        try (var stream = list.getInputStream()) {
            return StreamSupport.stream(
                            new JsonMapper().readTree(stream).path("components").spliterator(), false)
                    .map(Licences::part)
                    .sorted(java.util.Comparator.comparing(Part::name))
                    .toList();
        } catch (IOException damaged) {
            throw new UncheckedIOException("The list of what is shipped cannot be read", damaged);
        }
    }

    private static Part part(JsonNode component) {
        var group = component.path("group").asText("");
        var name = component.path("name").asText();
        return new Part(
                group.isEmpty() ? name : group + ":" + name,
                component.path("version").asText(),
                StreamSupport.stream(component.path("licenses").spliterator(), false)
                        .map(Licences::licence)
                        .collect(Collectors.joining(" or ")));
    }

    private static String licence(JsonNode entry) {
        if (entry.has("expression")) return entry.path("expression").asText();
        var licence = entry.path("license");
        return licence.path("id").asText(licence.path("name").asText());
    }
}
