package dev.drawbridge.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.sandbox.Issue.Worklog;
import dev.drawbridge.sandbox.TimeSpent.Adjust;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;

/** Worklogs of an issue, and the two lists of what changed among all of them; the last minute is withheld there. */
final class RestWorklogs {
    private static final String PATH = "issue/{issue}/worklog";
    private static final int PAGE = 1000;

    private record Touched(String id, Instant at) {}

    private final Site site;
    private final TimeSpent time;

    RestWorklogs(Work work) {
        site = work.site();
        time = new TimeSpent(work);
    }

    void on(Routes.Under api) {
        api.get(PATH, this::list)
                .post(PATH, this::add)
                .get(PATH + "/{worklog}", call -> Reply.ok(call.beans().worklog(call.issue(), found(call))))
                .put(PATH + "/{worklog}", this::edit)
                .delete(PATH + "/{worklog}", this::delete)
                .get("worklog/updated", call -> feed(call, "updated", updated()))
                .get("worklog/deleted", call -> feed(call, "deleted", deleted()))
                .post("worklog/list", this::named);
    }

    private Reply list(Call call) {
        var issue = call.issue();
        var all = seen(call, issue);
        return Reply.ok(new Paging(0, all.size())
                .page("worklogs", all, worklog -> call.beans().worklog(issue, worklog)));
    }

    private static List<Worklog> seen(Call call, Issue issue) {
        return issue.worklogs.stream()
                .filter(worklog -> call.viewer().sees(issue, worklog.visibility))
                .toList();
    }

    private Reply add(Call call) {
        var issue = call.issue();
        var worklog = time.add(call.viewer(), issue, call.body(), Adjust.of(call, "reduceBy"));
        return Reply.json(201, call.beans().worklog(issue, worklog));
    }

    private Reply edit(Call call) {
        var worklog = found(call);
        time.edit(call.viewer(), call.issue(), worklog, call.body(), Adjust.of(call, "reduceBy"));
        return Reply.ok(call.beans().worklog(call.issue(), worklog));
    }

    private Reply delete(Call call) {
        time.delete(call.viewer(), call.issue(), found(call), Adjust.of(call, "increaseBy"));
        return Reply.nothing();
    }

    private Worklog found(Call call) {
        return time.find(call.viewer(), call.issue(), call.variable("worklog"));
    }

    private List<Touched> updated() {
        return site.issues.values().stream()
                .flatMap(issue -> issue.worklogs.stream())
                .map(worklog -> new Touched(worklog.id, worklog.updated))
                .toList();
    }

    private List<Touched> deleted() {
        var all = new ArrayList<Touched>();
        site.deletedWorklogs.forEach((at, ids) -> ids.forEach(id -> all.add(new Touched(id, at))));
        return all;
    }

    private Reply feed(Call call, String name, List<Touched> all) {
        call.viewer().known();
        var since = call.millis("since");
        var newest = site.now().minus(Duration.ofMinutes(1));
        var fresh = all.stream()
                .filter(one -> !one.at().isBefore(since) && !one.at().isAfter(newest))
                .sorted(Comparator.comparing(Touched::at))
                .toList();
        var page = fresh.stream().limit(PAGE).toList();
        boolean last = page.size() == fresh.size();
        var until = page.isEmpty() ? since : page.get(page.size() - 1).at();
        var path = "worklog/" + name + "?since=";
        var bean = Json.object();
        var values = bean.putArray("values");
        page.forEach(one -> values.addObject()
                .put("worklogId", Long.parseLong(one.id()))
                .put("updatedTime", one.at().toEpochMilli()));
        bean.put("since", since.toEpochMilli())
                .put("until", until.toEpochMilli())
                .put("self", call.beans().rest(path + since.toEpochMilli()))
                .put("lastPage", last);
        if (!last) {
            bean.put("nextPage", call.beans().rest(path + until.toEpochMilli()));
        }
        return Reply.ok(bean);
    }

    private Reply named(Call call) {
        var ids = new HashSet<>(Json.strings(call.body().get("ids")));
        if (ids.size() > PAGE) {
            throw Refusal.bad("The number of ids must not exceed " + PAGE + ".");
        }
        var found = new ArrayList<JsonNode>();
        for (var issue : site.issues.values()) {
            if (call.viewer().sees(issue)) {
                seen(call, issue).stream()
                        .filter(worklog -> ids.contains(worklog.id))
                        .forEach(worklog -> found.add(call.beans().worklog(issue, worklog)));
            }
        }
        return Reply.ok(Json.array(found));
    }
}
