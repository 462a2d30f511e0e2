package dev.drawbridge.console;

import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.security.Deed;
import dev.drawbridge.twin.Interventions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What waits for an administrator's word. */
@RestController
@RequestMapping("/api/v1/held")
class HeldApi {
    private final Interventions interventions;
    private final Connections connections;

    HeldApi(Interventions interventions, Connections connections) {
        this.interventions = interventions;
        this.connections = connections;
    }

    @GetMapping
    Map<String, @Nullable Object> list() {
        return Pages.whole(interventions.held().stream().map(this::view).toList());
    }

    @PostMapping("/{id}/approve")
    Map<String, Object> approve(@PathVariable UUID id) {
        about(id);
        interventions.approve(id);
        return Map.of("id", id, "state", "APPROVED");
    }

    @PostMapping("/{id}/refuse")
    Map<String, Object> refuse(@PathVariable UUID id) {
        about(id);
        interventions.refuse(id);
        return Map.of("id", id, "state", "REFUSED");
    }

    /** What the audit says of what is about to be decided. */
    private void about(UUID id) {
        interventions.held().stream().filter(held -> held.id().equals(id)).forEach(held -> {
            Deed.on(name(held));
            Deed.to("%s of %s".formatted(held.oldest().trouble().problem(), String.join(", ", held.issues())));
        });
    }

    private String name(Interventions.Held held) {
        return connections
                .find(held.oldest().connection())
                .map(Connection::name)
                .orElse("?");
    }

    private Map<String, @Nullable Object> view(Interventions.Held held) {
        var lane = held.oldest();
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("id", held.id());
        view.put("connection", name(held));
        view.put("kind", lane.trouble().problem());
        view.put("count", held.count());
        view.put("issues", held.issues());
        view.put("since", lane.since());
        view.put("reason", Contents.shown(lane.trouble().reason()));
        return view;
    }
}
