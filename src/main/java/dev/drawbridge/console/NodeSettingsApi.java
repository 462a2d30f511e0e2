package dev.drawbridge.console;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.monitoring.TestNotification;
import dev.drawbridge.security.Deed;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What of this node can be changed while it runs. */
@RestController
@RequestMapping("/api/v1/node")
class NodeSettingsApi {
    private final NodeApi node;
    private final NodeChoices choices;
    private final TestNotification test;

    NodeSettingsApi(NodeApi node, NodeChoices choices, TestNotification test) {
        this.node = node;
        this.choices = choices;
        this.test = test;
    }

    @PatchMapping
    @Transactional
    public Map<String, @Nullable Object> change(@RequestBody JsonNode body) {
        Deed.difference(choices.change(body));
        return node.itself();
    }

    /** By way, whether it was taken and else why not. */
    @PostMapping("/notifications/test")
    Map<String, TestNotification.Outcome> notifications() {
        return test.send();
    }
}
