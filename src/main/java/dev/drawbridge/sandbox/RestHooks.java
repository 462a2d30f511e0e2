package dev.drawbridge.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.sandbox.Hooks.Hook;
import java.util.List;
import java.util.Set;

/** Registering webhooks, for administrators: one path and form up to Jira 9, another from 10 on. */
record RestHooks(Hooks hooks) {
    private static final String OLD = "/rest/webhooks/1.0/webhook";
    private static final String NEW = "/rest/jira-webhook/1.0/webhooks";
    private static final Set<String> EVENTS = Set.of(
            "jira:issue_created",
            "jira:issue_updated",
            "jira:issue_deleted",
            "jira:worklog_updated",
            "comment_created",
            "comment_updated",
            "comment_deleted",
            "worklog_created",
            "worklog_updated",
            "worklog_deleted",
            "issuelink_created",
            "issuelink_deleted",
            "attachment_created",
            "attachment_deleted",
            "jira:version_created",
            "jira:version_updated",
            "jira:version_released",
            "jira:version_deleted",
            "project_created",
            "project_updated",
            "project_deleted",
            "user_created",
            "user_updated",
            "user_deleted",
            "sprint_created",
            "sprint_updated",
            "sprint_deleted",
            "sprint_started",
            "sprint_closed");

    void on(Routes routes, int major) {
        if (major >= 10) {
            routes.on("GET", NEW + "/latest", call -> latest(call))
                    .on("GET", NEW + "/{id}/statistics", this::statistics)
                    .on("GET", NEW + "/{id}/statistics/summary", this::statistics);
            paths(routes, NEW, true);
        } else {
            paths(routes, OLD, false);
        }
    }

    private void paths(Routes routes, String path, boolean newer) {
        routes.on("GET", path, call -> {
                    administrator(call);
                    return Reply.ok(Json.array(hooks.all.values().stream()
                            .map(hook -> bean(hook, newer))
                            .toList()));
                })
                .on("POST", path, call -> {
                    administrator(call);
                    return Reply.json(201, bean(hooks.add(checked(call)), newer));
                })
                .on("GET", path + "/{id}", call -> Reply.ok(bean(find(call), newer)))
                .on("PUT", path + "/{id}", call -> {
                    var hook = find(call);
                    hook.given = checked(call);
                    hook.changed = hooks.now();
                    return Reply.ok(bean(hook, newer));
                })
                .on("DELETE", path + "/{id}", call -> {
                    hooks.all.remove(find(call).id);
                    return Reply.nothing();
                });
    }

    private static void administrator(Call call) {
        if (!call.viewer().known().administrator()) {
            throw Refusal.of(403, "Only administrators may manage webhooks.");
        }
    }

    private Hook find(Call call) {
        administrator(call);
        return hooks.all.values().stream()
                .filter(hook -> String.valueOf(hook.id).equals(call.variable("id")))
                .findFirst()
                .orElseThrow(() -> Refusal.of(404, "No webhook with id " + call.variable("id") + " exists."));
    }

    private static JsonNode checked(Call call) {
        var given = call.body();
        for (var name : List.of("name", "url")) {
            if (Json.blank(given.get(name))) {
                throw Refusal.bad("The " + name + " of a webhook must not be empty.");
            }
        }
        if (!given.path("url").asText().matches("https?://.+")) {
            throw Refusal.bad("The URL of a webhook must begin with http or https.");
        }
        Json.strings(given.get("events")).stream()
                .filter(event -> !EVENTS.contains(event))
                .findFirst()
                .ifPresent(event -> {
                    throw Refusal.bad("The event '" + event + "' does not exist.");
                });
        return given;
    }

    private ObjectNode bean(Hook hook, boolean newer) {
        var given = hook.given;
        var bean = Json.object()
                .put("name", given.path("name").asText())
                .put("url", given.path("url").asText());
        bean.set("events", Json.texts(Json.strings(given.get("events"))));
        return newer ? newer(bean, hook) : older(bean, hook);
    }

    private ObjectNode newer(ObjectNode bean, Hook hook) {
        bean.put("id", hook.id)
                .put("createdDate", hook.created.toEpochMilli())
                .put("updatedDate", hook.changed.toEpochMilli());
        var configuration = bean.putObject("configuration");
        hook.given.path("configuration").properties().forEach(entry -> {
            // The secret is never told again.
            if (!entry.getKey().equals("SECRET")) {
                configuration.set(entry.getKey(), entry.getValue());
            }
        });
        if (hook.given.has("filters")) {
            bean.set("filters", hook.given.get("filters"));
        }
        return bean.put("active", hook.given.path("active").asBoolean(true))
                .put("scopeType", hook.given.path("scopeType").asText("global"))
                .put(
                        "sslVerificationRequired",
                        hook.given.path("sslVerificationRequired").asBoolean(true));
    }

    private ObjectNode older(ObjectNode bean, Hook hook) {
        bean.put("self", hooks.url() + OLD + "/" + hook.id);
        bean.set("filters", Json.object().put("issue-related-events-section", Hooks.jql(hook.given)));
        return bean.put("excludeBody", Hooks.bare(hook.given))
                .put("enabled", hook.given.path("enabled").asBoolean(true))
                .put("lastUpdated", hook.changed.toEpochMilli());
    }

    private Reply latest(Call call) {
        administrator(call);
        var delivered = hooks.delivered();
        return delivered == 0 ? Reply.nothing() : Reply.ok(Json.object().put("deliveries", delivered));
    }

    private Reply statistics(Call call) {
        var hook = find(call);
        return Reply.ok(Json.object().put("id", hook.id).put("deliveries", hook.delivered.get()));
    }
}
