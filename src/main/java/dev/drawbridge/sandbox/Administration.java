package dev.drawbridge.sandbox;

import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What an administrator of the simulated Jira sets up: people's rights, projects' parts, fields, webhooks, limits. */
public final class Administration {
    private final Site site;
    private final Hooks hooks;

    Administration(Site site, Hooks hooks) {
        this.site = site;
        this.hooks = hooks;
    }

    /**
     * Registers a webhook and gives its id.
     *
     * @param secret signs each delivery as {@code X-Hub-Signature}, from Jira 10 on; null for none
     * @param events such as {@code jira:issue_updated} or {@code comment_created}
     */
    public long webhook(String url, @Nullable String secret, String... events) {
        return webhookFor(url, secret, null, events);
    }

    /** Registers a webhook that is told only of issues that match the JQL. */
    public long webhookFor(String url, @Nullable String secret, @Nullable String jql, String... events) {
        var given = Json.object().put("name", "Webhook").put("url", url).put("active", true);
        given.set("events", Json.texts(List.of(events)));
        if (secret != null) {
            given.putObject("configuration").put("SECRET", secret);
        }
        if (jql != null) {
            given.putObject("filters").put("issue-related-events-section", jql);
        }
        return locked(() -> hooks.add(given).id);
    }

    public void removeWebhook(long id) {
        locked(() -> hooks.all.remove(id));
    }

    /** The zone of a user's profile; null for the server's. */
    public void timeZone(String user, @Nullable ZoneId zone) {
        locked(() -> site.user(user).zone = zone);
    }

    /** The zone of the server, which holds for everybody without an own one. */
    public void serverTimeZone(ZoneId zone) {
        locked(() -> site.zone = zone);
    }

    /** Gives a user permissions in a project, by their keys: {@code DELETE_ISSUES}. */
    public void grant(String user, String project, String... permissions) {
        say(user, project, true, permissions);
    }

    /** Takes permissions from a user in a project, by their keys: {@code BROWSE_PROJECTS}. */
    public void withdraw(String user, String project, String... permissions) {
        say(user, project, false, permissions);
    }

    private void say(String user, String project, boolean given, String... permissions) {
        locked(() -> {
            var rights = site.project(project).rights.computeIfAbsent(site.user(user).name, ignored -> new HashMap<>());
            for (var permission : permissions) {
                rights.put(Permissions.known(permission), given);
            }
            return rights;
        });
    }

    /** Says who is in a role of a project: Users, Developers, Administrators or a new one; nobody else is. */
    public void role(String project, String role, String... users) {
        locked(() -> {
            site.catalog.role(role);
            return site.project(project).roleMembers.put(role, names(users));
        });
    }

    /** Puts a user into groups, which come to be with their first member. */
    public void group(String user, String... groups) {
        locked(() -> {
            Arrays.stream(groups).filter(group -> !site.groups.contains(group)).forEach(site.groups::add);
            return site.user(user).groups.addAll(List.of(groups));
        });
    }

    /** Makes a user an administrator of this Jira. */
    public void administrator(String user) {
        group(user, User.ADMINISTRATORS);
    }

    /** Lets a user in or locks them out; an inactive one cannot log in nor be assigned. */
    public void active(String user, boolean active) {
        locked(() -> site.user(user).active = active);
    }

    /** Ends a personal access token. */
    public void revoke(String token) {
        locked(() -> site.tokens.remove(token));
    }

    /** Solves the CAPTCHA that three wrong passwords led to. */
    public void unlock(String user) {
        locked(() -> site.user(user).failedLogins = 0);
    }

    /** Whether passwords are accepted by REST; off from Jira 11 on unless switched on. */
    public void basicLogin(boolean allowed) {
        locked(() -> site.basicLogin = allowed);
    }

    /** Adds a security level to a project; only its members see issues that have it. */
    public void securityLevel(String project, String name, String... members) {
        locked(() -> {
            var level = new Catalog.Level(String.valueOf(site.nextId()), name, "");
            var target = site.project(project);
            target.levels.add(level);
            return target.levelMembers.put(level.id(), names(members));
        });
    }

    /** Adds a priority, below those that there are. */
    public void priority(String name) {
        locked(() -> site.catalog.priorities.add(new Catalog.Priority(String.valueOf(site.nextId()), name, "#cccccc")));
    }

    /** Adds a version and gives its id. */
    public String version(String project, String name) {
        return locked(() -> {
            var version = new Project.Version(String.valueOf(site.nextId()), name);
            site.project(project).versions.add(version);
            return version.id;
        });
    }

    /** Adds a component and gives its id. */
    public String component(String project, String name) {
        return locked(() -> {
            var component = new Project.Component(String.valueOf(site.nextId()), name);
            site.project(project).components.add(component);
            return component.id;
        });
    }

    /**
     * Adds a custom field and gives its id.
     *
     * @param type such as textfield, textarea, float, datepicker, datetime, select, multiselect, cascadingselect,
     *     userpicker, labels, multiversion, or a whole type key
     * @param options of a field with a choice; those of a cascade as {@code parent/child/child}
     */
    public String field(String name, String type, String... options) {
        return locked(() -> {
            // Of the fields of Jira Software there is one each.
            var locked = site.fields.values().stream()
                    .filter(field -> field.isOfSoftware() && type.equals(field.customKey()))
                    .findFirst();
            if (locked.isPresent()) {
                return locked.get().id();
            }
            var id = "customfield_" + site.nextId();
            while (site.fields.containsKey(id)) {
                id = "customfield_" + site.nextId();
            }
            var first = (int) site.nextId();
            for (int i = 0; i < String.join("/", options).split("/").length; i++) {
                site.nextId();
            }
            site.fields.put(id, Field.custom(id, name, type, List.of(options), first));
            return id;
        });
    }

    /** The id of the custom field of that name; every Jira has one of each standard type from the first day. */
    public String fieldId(String name) {
        return locked(() -> site.fields.values().stream()
                .filter(field -> field.custom() && field.name().equals(name))
                .map(Field::id)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No custom field is called " + name)));
    }

    /**
     * Plans a sprint on the project's board and gives its id.
     *
     * @param state future or active
     */
    public long sprint(String project, String name, String state) {
        return locked(() -> {
            var sprint = new Sprint(site.nextId(), name, state, site.project(project));
            site.sprints.put(sprint.id(), sprint);
            return sprint.id();
        });
    }

    /** The id of the sprint of that name. */
    public long sprintId(String name) {
        return locked(() -> site.sprints.values().stream()
                .filter(sprint -> sprint.name().equals(name))
                .map(Sprint::id)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No sprint is called " + name)));
    }

    /** Gives a custom field another name; several may have the same. */
    public void rename(String field, String name) {
        locked(() -> site.fields.computeIfPresent(field, (id, known) -> known.called(name)));
    }

    /** Ends a sprint; its issues keep it as history. */
    public void closeSprint(long id) {
        locked(() -> site.sprints.computeIfPresent(id, (number, sprint) -> sprint.closed()));
    }

    /** Adds an option to a select field, or a choice to a cascade as {@code parent/child}. */
    public void option(String field, String option) {
        locked(() -> site.fields.computeIfPresent(field, (id, known) -> known.withOption(option, site::nextId)));
    }

    /** Takes fields off the screens of a project. */
    public void offScreen(String project, String... fields) {
        locked(() -> site.project(project).offScreen.addAll(Set.of(fields)));
    }

    /** Puts fields back on the screens of a project. */
    public void onScreen(String project, String... fields) {
        locked(() -> site.project(project).offScreen.removeAll(Set.of(fields)));
    }

    /** Says without which fields nothing can be created in a project. */
    public void required(String project, String... fields) {
        locked(() -> site.project(project).required.addAll(Set.of(fields)));
    }

    /** Leaves a project with these issue types only. */
    public void issueTypes(String project, String... types) {
        locked(() -> site.project(project).types.removeIf(type -> !Set.of(types).contains(type.name())));
    }

    /** Which node of a cluster answers from now on, as {@code X-ANODEID} tells. */
    public void nodeId(String node) {
        site.node = node;
    }

    /** At most so many issues a page of a search, whatever was asked for. */
    public void pageCap(int most) {
        locked(() -> site.pageCap = most);
    }

    /** Larger attachments are refused. */
    public void uploadLimit(long bytes) {
        site.uploadLimit = bytes;
    }

    private Set<String> names(String... users) {
        var names = new HashSet<String>();
        for (var user : users) {
            names.add(site.user(user).name);
        }
        return names;
    }

    private <T extends @Nullable Object> T locked(Supplier<T> action) {
        site.lock.lock();
        try {
            return action.get();
        } finally {
            site.lock.unlock();
        }
    }
}
