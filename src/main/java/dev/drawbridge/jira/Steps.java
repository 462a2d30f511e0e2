package dev.drawbridge.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.queue.Drill;
import dev.drawbridge.queue.Lanes;
import dev.drawbridge.queue.Leases;
import dev.drawbridge.queue.Spool;
import dev.drawbridge.replica.Canonical;
import dev.drawbridge.replica.Identity;
import dev.drawbridge.replica.Plan;
import dev.drawbridge.replica.Warning;
import dev.drawbridge.twin.Incoming;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The single calls of a plan, the markers that they carry, and how their results are found again. */
@Component
class Steps {
    static final String MARKER = "drawbridge";
    private static final Duration CLOCKS_APART = Duration.ofMinutes(10);
    static final String REMEDY = "Mend it in Jira or in the incoming rule; it is tried again by itself.";
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final List<String> NOT_WHEN_MADE = List.of(
            "created", "updated", "creator", "resolution", "resolutionDate", "spent", "votes", "watchers", "parentKey");

    private final Door door;
    private final Fields fields;
    private final Transitions transitions;
    private final ProjectParts projectParts;
    private final Refusals refusals;
    private final Directory directory;
    private final Worklogs worklogs;
    private final Links links;
    private final Spool spool;
    private final Leases leases;
    private final Lanes lanes;
    private final JiraSettings settings;
    private final Drill drill;

    Steps(
            Door door,
            Fields fields,
            Transitions transitions,
            ProjectParts projectParts,
            Refusals refusals,
            Directory directory,
            Worklogs worklogs,
            Links links,
            Spool spool,
            Leases leases,
            Lanes lanes,
            JiraSettings settings,
            Drill drill) {
        this.door = door;
        this.fields = fields;
        this.transitions = transitions;
        this.projectParts = projectParts;
        this.refusals = refusals;
        this.directory = directory;
        this.worklogs = worklogs;
        this.links = links;
        this.spool = spool;
        this.leases = leases;
        this.lanes = lanes;
        this.settings = settings;
        this.drill = drill;
    }

    /** What a step is about; {@code issueId} is null until the issue is made. */
    record Target(Incoming work, @Nullable Long issueId) {
        String issue() {
            return "/rest/api/2/issue/" + Objects.requireNonNull(issueId);
        }

        /** Key of the project in which the issue is, or is to be made. */
        String project() {
            var snapshot = work.snapshot();
            return snapshot == null ? wanted("projectKey", "project", "key") : snapshot.projectKey();
        }

        /** Name of the issue's type. */
        String type() {
            var now = now();
            return now == null
                    ? wanted("typeName", "type", "name")
                    : now.path("type").path("name").asText("");
        }

        /** The neutral issue as it was read; null when it was to be made. */
        @Nullable
        ObjectNode now() {
            var snapshot = work.snapshot();
            return snapshot == null ? null : snapshot.issue().json();
        }

        private String wanted(String plain, String object, String name) {
            for (var step : work.decided().plan().steps())
                if (step instanceof Plan.CreateIssue create)
                    return create.fields()
                            .path(plain)
                            .asText(create.fields().path(object).path(name).asText(""));
            return "";
        }
    }

    /** Whether it needs no durable note: what it makes goes by its name, and doing it again changes nothing. */
    static boolean isByName(Plan.Step step) {
        return step instanceof Plan.CreateVersion || step instanceof Plan.CreateComponent;
    }

    static String kind(Plan.Step step) {
        if (step instanceof Plan.CreateIssue) return "create";
        if (step instanceof Plan.AddComment) return "comment";
        if (step instanceof Plan.AddAttachment) return "attachment";
        if (step instanceof Plan.AddWorklog) return "worklog";
        if (step instanceof Plan.AddLink) return "link";
        if (step instanceof Plan.ChangeStatus || step instanceof Plan.MakeTransition) return "transition";
        return "edit";
    }

    /** Whether doing it twice would leave two things. */
    static boolean needsSearch(Plan.Step step) {
        return step instanceof Plan.CreateIssue
                || step instanceof Plan.AddComment
                || step instanceof Plan.AddWorklog
                || step instanceof Plan.AddLink
                || step instanceof Plan.AddAttachment
                || step instanceof Plan.MakeTransition;
    }

    void drill(String point) {
        drill.pass(point);
    }

    /** The worker may go on for as long as one more call can take; a lost lease stops it before that call. */
    void stay(Incoming work) {
        var needed = settings.requestTimeout().multipliedBy(2);
        var lease = Objects.requireNonNull(work.lease());
        if (!leases.covers(lease.until(), needed)) leases.extend(lease, needed);
        if (!leases.covers(work.lane().until(), needed)) lanes.extend(work.lane(), needed);
    }

    static Intents.Key key(Target target, Plan.Step step) {
        return new Intents.Key(
                target.work().lane().twin(), kind(step).toUpperCase(java.util.Locale.ROOT), marker(step));
    }

    Intents.Intent intent(Target target, Plan.Step step) {
        return new Intents.Intent(
                key(target, step),
                target.issueId(),
                step instanceof Plan.CreateIssue create ? project(create) : null,
                baseline(target, step));
    }

    /** Makes the call; the id of what it made, or null. */
    @Nullable
    String call(Target target, Plan.Step step) {
        if (step instanceof Plan.CreateIssue create) return create(target, create);
        if (step instanceof Plan.EditFields edit) return edit(target, edit.fields());
        if (step instanceof Plan.CreateVersion version) projectParts.make(version);
        if (step instanceof Plan.CreateComponent component) projectParts.make(component);
        if (isByName(step)) return null;
        if (step instanceof Plan.MakeTransition named) return transition(target, named);
        if (step instanceof Plan.AddComment comment) return comment(target, comment);
        if (step instanceof Plan.EditComment edit) return editComment(target, edit);
        if (step instanceof Plan.DeleteComment gone) return delete(target.issue() + "/comment/" + gone.localId());
        if (step instanceof Plan.AddAttachment file) return attach(target, file);
        if (step instanceof Plan.DeleteAttachment gone) return delete("/rest/api/2/attachment/" + gone.localId());
        if (step instanceof Plan.AddWorklog worklog) return worklogs.add(target.issue(), worklog);
        if (step instanceof Plan.EditWorklog worklog) return worklogs.edit(target.issue(), worklog);
        if (step instanceof Plan.DeleteWorklog gone) return delete(Worklogs.deletion(target.issue(), gone));
        if (step instanceof Plan.AddLink link) return links.add(Objects.requireNonNull(target.issueId()), link.link());
        if (step instanceof Plan.RemoveLink link) return delete(Links.deletion(link.localId()));
        throw new IllegalArgumentException("Not a step: " + step);
    }

    /** Ids of what an earlier attempt at the step left in Jira. */
    List<String> search(Target target, Plan.Step step, Intents.Begun begun) {
        if (step instanceof Plan.CreateIssue create) return createdIssues(target, create, begun);
        if (step instanceof Plan.AddComment comment) return markedComments(target, comment);
        if (step instanceof Plan.AddAttachment file) return newAttachments(target, file, begun);
        if (step instanceof Plan.AddWorklog worklog)
            return worklogs.like(
                    target.issue(), worklog.worked(), Set.of(begun.baseline().split(",")));
        if (step instanceof Plan.AddLink link) return links.like(target.issue(), link.link());
        if (step instanceof Plan.MakeTransition) return otherStatus(target, begun);
        return List.of();
    }

    Warning warning(Incoming work, Plan.Step step, JiraTrouble trouble) {
        return new Warning(work.part(step), value(step), Issues.message(trouble), REMEDY);
    }

    /** Why Jira does not take the value of a field. */
    Warning refusal(Target target, String field, JsonNode value, JiraTrouble trouble) {
        return refusals.of(issue(target), field, value, trouble);
    }

    /** What of the value this Jira does not have: elements of it, or the value itself. */
    ArrayNode lacking(Target target, String field, JsonNode value) {
        return refusals.lacking(issue(target), field, value);
    }

    private static Refusals.Issue issue(Target target) {
        return new Refusals.Issue(target.project(), target.type(), target.issueId());
    }

    private static String value(Plan.Step step) {
        if (step instanceof Plan.CreateVersion version) return version.name();
        if (step instanceof Plan.CreateComponent component) return component.name();
        if (step instanceof Plan.ChangeStatus change) return change.toStatus();
        return step instanceof Plan.AddAttachment file ? file.filename() : "";
    }

    private String create(Target target, Plan.CreateIssue create) {
        var fields = new HashMap<String, JsonNode>();
        create.fields().properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
        if (fields.containsKey("projectKey")) fields.remove("project");
        if (fields.containsKey("typeName")) fields.remove("type");
        NOT_WHEN_MADE.forEach(fields::remove);
        fields.values().removeIf(JsonNode::isNull);
        var body = NODES.objectNode();
        body.set("fields", this.fields.forJira(fields, target.project(), null));
        body.putArray("properties").addObject().put("key", MARKER).set("value", mark(target, "issue"));
        return door.post("/rest/api/2/issue", body).body().path("id").asText();
    }

    private @Nullable String edit(Target target, Map<String, JsonNode> fields) {
        door.put(
                target.issue() + suffix(target),
                NODES.objectNode().set("fields", this.fields.forJira(fields, target.project(), target.now())));
        return null;
    }

    /** How the status of an issue is known: it was read, or is that of a new issue, or an earlier attempt may have changed it. */
    enum Standing {
        AS_READ,
        NEW,
        UNKNOWN
    }

    /**
     * What came of a change of status.
     *
     * @param reached the status that the issue has now
     * @param left fields that were not set on the way, and why: empty when no screen has them
     * @param why it is not the wanted status; null when it is
     */
    record Moved(String reached, Map<String, String> left, @Nullable JiraTrouble why) {}

    /**
     * Makes the transitions that lead to a status, the last with its fields.
     *
     * @param standing how its status is known
     * @param between told of each status on the way, before the issue is brought there
     * @throws JiraTrouble when the issue stayed where it was read to be
     */
    Moved move(Target target, Plan.ChangeStatus change, Standing standing, Consumer<String> between) {
        var now = target.now();
        var from = from(target, standing);
        var wanted = change.toStatus();
        if (standing != Standing.AS_READ && from.equalsIgnoreCase(wanted))
            return new Moved(wanted, left(change, field -> ""), null);
        var mover = new Transitions.Mover(target.issue(), new Workflows.Place(target.project(), target.type(), from));
        var onTheWay = fields.forJira(change.fields(), target.project(), now);
        var moved = transitions.move(mover, wanted, onTheWay, between);
        var left = left(change, moved.left()::get);
        if (moved.reached().equalsIgnoreCase(wanted)) return new Moved(moved.reached(), left, null);
        // An earlier attempt may have made it.
        if (status(target).equalsIgnoreCase(wanted)) return new Moved(wanted, left, null);
        var why = moved.refused() == null
                ? noTransition(wanted, moved.reached(), transitions.offers(mover.at(moved.reached())))
                : moved.refused();
        if (standing == Standing.AS_READ && moved.reached().equalsIgnoreCase(from)) throw why;
        return new Moved(moved.reached(), left, why);
    }

    private String from(Target target, Standing standing) {
        var now = target.now();
        if (standing == Standing.NEW) return transitions.first(target.project(), target.type(), () -> status(target));
        return now == null || standing == Standing.UNKNOWN
                ? status(target)
                : now.path("status").path("name").asText();
    }

    private static Map<String, String> left(Plan.ChangeStatus change, UnaryOperator<@Nullable String> why) {
        var left = new HashMap<String, String>();
        for (var field : change.fields().keySet()) {
            var reason = why.apply(Fields.jira(field));
            if (reason != null) left.put(field, reason);
        }
        return left;
    }

    private static JiraTrouble noTransition(String wanted, String reached, String offers) {
        return JiraTrouble.of(
                JiraTrouble.Kind.INVALID,
                "No transition leads to '%s' now; from '%s' Jira offers: %s.".formatted(wanted, reached, offers));
    }

    /** Whether Jira has the value by itself, such as a resolution that the workflow sets. */
    boolean holds(Target target, String field, JsonNode value) {
        var bean = door.get(target.issue() + "?fields=" + Fields.jira(field)).body();
        var issue = NeutralIssue.of(bean, directory::customField).issue().json();
        return Canonical.same(Identity.in(issue, field), Identity.of(value));
    }

    /** A transition that Jira does not offer now is left out, as rules expect; else the status that it led to. */
    private @Nullable String transition(Target target, Plan.MakeTransition named) {
        for (var transition : door.get(target.issue() + "/transitions").body().path("transitions"))
            if (transition.path("name").asText().equalsIgnoreCase(named.name())) {
                var body = NODES.objectNode();
                body.putObject("transition").put("id", transition.path("id").asText());
                door.post(target.issue() + "/transitions", body);
                return transition.path("to").path("name").asText();
            }
        return null;
    }

    /** The status is another one than before the transition was tried: it was made. */
    private List<String> otherStatus(Target target, Intents.Begun begun) {
        var now = status(target);
        return now.equals(begun.baseline()) ? List.of() : List.of(now);
    }

    /** What is there before: by it a later attempt knows what is new. Of a link the other end, which waits too. */
    private String baseline(Target target, Plan.Step step) {
        if (step instanceof Plan.MakeTransition) return status(target);
        if (step instanceof Plan.AddAttachment) return ids(target, "attachments");
        if (step instanceof Plan.AddWorklog) return ids(target, "workLogs");
        return step instanceof Plan.AddLink link ? link.link().other() : "";
    }

    private String comment(Target target, Plan.AddComment comment) {
        var body = NODES.objectNode().put("body", comment.body());
        restrict(body, comment.roleLevel(), comment.groupLevel());
        var properties = body.putArray("properties");
        properties.addObject().put("key", MARKER).set("value", mark(target, comment.remoteId()));
        if (comment.internal())
            properties
                    .addObject()
                    .put("key", "sd.public.comment")
                    .putObject("value")
                    .put("internal", true);
        return door.post(target.issue() + "/comment", body).body().path("id").asText();
    }

    private @Nullable String editComment(Target target, Plan.EditComment edit) {
        var body = NODES.objectNode().put("body", edit.body());
        restrict(body, edit.roleLevel(), edit.groupLevel());
        door.put(target.issue() + "/comment/" + edit.localId(), body);
        return edit.localId();
    }

    private static void restrict(ObjectNode comment, @Nullable String role, @Nullable String group) {
        if (role != null) comment.putObject("visibility").put("type", "role").put("value", role);
        if (group != null) comment.putObject("visibility").put("type", "group").put("value", group);
    }

    private String status(Target target) {
        return door.get(target.issue() + "?fields=status")
                .body()
                .path("fields")
                .path("status")
                .path("name")
                .asText();
    }

    private String attach(Target target, Plan.AddAttachment file) {
        var path = spool.file(target.work().connection().id(), file.sha256());
        var made = door.upload(target.issue() + "/attachments", path, file.filename(), file.mimetype())
                .body();
        return made.path(0).path("id").asText();
    }

    /** Gone already is as good as deleted. */
    private @Nullable String delete(String path) {
        try {
            door.delete(path);
        } catch (JiraTrouble trouble) {
            if (trouble.kind() != JiraTrouble.Kind.MISSING) throw trouble;
        }
        return null;
    }

    /** Our clock and Jira's may differ, and Jira may have moved the issue: the search is wider than it needs to be. */
    private List<String> createdIssues(Target target, Plan.CreateIssue create, Intents.Begun begun) {
        var since = begun.started().minus(CLOCKS_APART).toEpochMilli();
        var made = begun.project();
        var scope = "project = \"%s\" AND creator = currentUser() AND created >= %d"
                .formatted(made == null ? project(create) : made, since);
        var twin = target.work().lane().twin().toString();
        var hits = new ArrayList<String>();
        var last = 0L;
        while (true) {
            var jql = "%s AND id > %d ORDER BY id".formatted(scope, last);
            var page = door.get("/rest/api/2/search?fields=created&maxResults=1000&jql=" + Metadata.encoded(jql))
                    .body()
                    .path("issues");
            if (page.isEmpty()) return hits;
            for (var issue : page) {
                last = Math.max(last, issue.path("id").asLong());
                var marker = property("/rest/api/2/issue/" + issue.path("id").asText() + "/properties/" + MARKER);
                if (marker.path("twin").asText().equals(twin))
                    hits.add(issue.path("id").asText());
            }
        }
    }

    private List<String> markedComments(Target target, Plan.AddComment comment) {
        var hits = new ArrayList<String>();
        var start = 0;
        while (true) {
            var page = door.get(target.issue() + "/comment?expand=properties&maxResults=1000&startAt=" + start)
                    .body()
                    .path("comments");
            if (page.isEmpty()) return hits;
            start += page.size();
            for (var candidate : page)
                if (isMarked(candidate, target, comment.remoteId()))
                    hits.add(candidate.path("id").asText());
        }
    }

    private static boolean isMarked(JsonNode candidate, Target target, String remoteId) {
        for (var property : candidate.path("properties")) {
            var value = property.path("value");
            if (property.path("key").asText().equals(MARKER)
                    && value.path("twin")
                            .asText()
                            .equals(target.work().lane().twin().toString())
                    && value.path("of").asText().equals(remoteId)) return true;
        }
        return false;
    }

    private List<String> newAttachments(Target target, Plan.AddAttachment file, Intents.Begun begun) {
        var before = List.of(begun.baseline().split(","));
        var hits = new ArrayList<String>();
        for (var candidate : attachments(target)) {
            var id = candidate.path("id").asText();
            var fits = candidate.path("filename").asText().equals(file.filename())
                    && candidate.path("size").asLong() == file.size();
            if (fits && !before.contains(id)) hits.add(id);
        }
        return hits;
    }

    private static String ids(Target target, String list) {
        var snapshot = target.work().snapshot();
        var known = snapshot == null ? null : snapshot.issue().get(list);
        if (known == null) return "";
        var ids = new ArrayList<String>();
        known.forEach(item -> ids.add(item.path("id").asText()));
        return ids.stream().collect(Collectors.joining(","));
    }

    private JsonNode attachments(Target target) {
        return door.get(target.issue() + "?fields=attachment")
                .body()
                .path("fields")
                .path("attachment");
    }

    private JsonNode property(String path) {
        try {
            return door.get(path).body().path("value");
        } catch (JiraTrouble trouble) {
            if (trouble.kind() != JiraTrouble.Kind.MISSING) throw trouble;
            return NODES.objectNode();
        }
    }

    private static String project(Plan.CreateIssue create) {
        var key = create.fields().path("projectKey").asText("");
        return key.isEmpty() ? create.fields().path("project").path("key").asText() : key;
    }

    private static String marker(Plan.Step step) {
        if (step instanceof Plan.AddComment comment) return comment.remoteId();
        if (step instanceof Plan.AddAttachment file) return file.remoteId();
        if (step instanceof Plan.AddWorklog worklog) return worklog.remoteId();
        if (step instanceof Plan.AddLink link) return link.link().key();
        if (step instanceof Plan.EditWorklog edit) return "worklog " + edit.localId();
        if (step instanceof Plan.DeleteWorklog gone) return "no worklog " + gone.localId();
        if (step instanceof Plan.RemoveLink gone) return "no link " + gone.localId();
        if (step instanceof Plan.MakeTransition named) return "named " + named.name();
        if (step instanceof Plan.CreateVersion version) return "version " + version.name();
        if (step instanceof Plan.CreateComponent component) return "component " + component.name();
        if (step instanceof Plan.EditComment edit) return "comment " + edit.localId();
        if (step instanceof Plan.DeleteComment gone) return "no comment " + gone.localId();
        if (step instanceof Plan.DeleteAttachment gone) return "no file " + gone.localId();
        return "issue";
    }

    private static ObjectNode mark(Target target, String of) {
        return NODES.objectNode()
                .put("connection", target.work().connection().id().toString())
                .put("twin", target.work().lane().twin().toString())
                .put("of", of);
    }

    private static String suffix(Target target) {
        return target.work().connection().settings().notifyUsers() ? "" : "?notifyUsers=false";
    }
}
