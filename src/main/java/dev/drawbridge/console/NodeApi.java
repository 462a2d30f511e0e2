package dev.drawbridge.console;

import dev.drawbridge.connection.NodeFacts;
import dev.drawbridge.jira.LocalInstance;
import dev.drawbridge.jira.PollInterval;
import dev.drawbridge.queue.Activation;
import dev.drawbridge.queue.Crew;
import dev.drawbridge.queue.NodeIdentity;
import dev.drawbridge.security.Caller;
import dev.drawbridge.security.Deed;
import dev.drawbridge.transport.PeerSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** This node itself. */
@RestController
@RequestMapping("/api/v1/node")
class NodeApi {
    private final NodeIdentity identity;
    private final NodeFacts facts;
    private final PeerSettings settings;
    private final LocalInstance jira;
    private final Crew crew;
    private final Activation activation;
    private final PollInterval poll;
    private final ChannelChoices channels;

    NodeApi(
            NodeIdentity identity,
            NodeFacts facts,
            PeerSettings settings,
            LocalInstance jira,
            Crew crew,
            Activation activation,
            PollInterval poll,
            ChannelChoices channels) {
        this.identity = identity;
        this.facts = facts;
        this.settings = settings;
        this.jira = jira;
        this.crew = crew;
        this.activation = activation;
        this.poll = poll;
        this.channels = channels;
    }

    /** Lanes that are worked on at this moment. */
    record Workers(int running) {}

    /** @param why in a sentence; null while it is active */
    record Sync(boolean active, @Nullable String why) {}

    @GetMapping
    Map<String, @Nullable Object> node() {
        var node = itself();
        node.put("jira", jira.look());
        return node;
    }

    /** This node is the one that is to sync; nothing happens where it does already. */
    @PostMapping("/activate")
    Map<String, @Nullable Object> activate() {
        activation.why().ifPresent(why -> Deed.difference("It was not active: " + why));
        activation.activate();
        return node();
    }

    /** Without a look at Jira, which may take a while. */
    Map<String, @Nullable Object> itself() {
        Map<String, @Nullable Object> node = new LinkedHashMap<>();
        node.put("id", identity.nodeId());
        node.put("name", facts.nodeName());
        node.put("role", settings.role());
        node.put("version", facts.version());
        node.put("epoch", identity.epoch());
        node.put("publicUrl", settings.role().equals("public") ? settings.publicUrl() : null);
        node.put("jira", null);
        node.put("profile", "single");
        node.put("workers", new Workers(crew.busy()));
        node.put("sync", new Sync(activation.isActive(), activation.why().orElse(null)));
        node.put("pollEvery", poll.now());
        node.put("notifications", Caller.mayAdminister() ? channels.show() : null);
        return node;
    }
}
