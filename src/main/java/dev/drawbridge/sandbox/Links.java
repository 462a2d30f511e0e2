package dev.drawbridge.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.sandbox.Catalog.LinkType;
import dev.drawbridge.sandbox.Issue.Item;
import dev.drawbridge.sandbox.Issue.Link;
import java.util.List;

/** Links between issues. Jira's trap is kept: the issue named as "inward" is where the link starts. */
record Links(Work work) {
    void add(Viewer by, JsonNode given) {
        add(by, type(given.path("type")), issue(by, given.path("inwardIssue")), issue(by, given.path("outwardIssue")));
    }

    /** As a part of an edit of one issue: only the other one is named. */
    void add(Viewer by, Issue issue, JsonNode given) {
        var type = type(given.path("type"));
        if (given.has("outwardIssue")) {
            add(by, type, issue, issue(by, given.path("outwardIssue")));
        } else {
            add(by, type, issue(by, given.path("inwardIssue")), issue);
        }
    }

    private void add(Viewer by, LinkType type, Issue source, Issue destination) {
        mayLink(by, source);
        mayLink(by, destination);
        if (source == destination) {
            throw Refusal.bad("You cannot link an issue to itself.");
        }
        boolean there = source.links.stream()
                .anyMatch(link -> link.type() == type && link.source() == source && link.destination() == destination);
        if (there) {
            return;
        }
        var link = new Link(String.valueOf(work.site().nextId()), type, source, destination);
        source.links.add(link);
        destination.links.add(link);
        tell(by, link, true);
    }

    void remove(Viewer by, Link link) {
        mayLink(by, link.source());
        drop(by, link);
    }

    /** Without asking whether somebody may, because one of its issues goes. */
    void drop(Viewer by, Link link) {
        link.source().links.remove(link);
        link.destination().links.remove(link);
        tell(by, link, false);
    }

    Link find(Viewer by, String id) {
        return work.site().issues.values().stream()
                .flatMap(issue -> issue.links.stream())
                .filter(link -> link.id().equals(id) && by.sees(link.source()) && by.sees(link.destination()))
                .findFirst()
                .orElseThrow(() -> Refusal.of(404, "No issue link with id '" + id + "' exists."));
    }

    private static LinkType type(JsonNode given) {
        var name = Json.text(given, "id") != null ? Json.text(given, "id") : Json.text(given, "name");
        return Named.find(Catalog.LINK_TYPES, String.valueOf(name))
                .orElseThrow(() -> Refusal.of(404, "No issue link type with name '" + name + "' found."));
    }

    private static Issue issue(Viewer by, JsonNode given) {
        var key = Json.text(given, "key") != null ? Json.text(given, "key") : Json.text(given, "id");
        return by.issue(String.valueOf(key));
    }

    private static void mayLink(Viewer by, Issue issue) {
        if (issue.archived || !by.may("LINK_ISSUES", issue.project)) {
            throw Refusal.of(401, "No Link Issue Permission for issue '" + issue.key + "'");
        }
    }

    private void tell(Viewer by, Link link, boolean made) {
        var out = "This issue " + link.type().outward() + " " + link.destination().key;
        var in = "This issue " + link.type().inward() + " " + link.source().key;
        work.note(by, link.source(), List.of(item(link.destination(), out, made)));
        work.note(by, link.destination(), List.of(item(link.source(), in, made)));
        var bean = Json.object()
                .put("id", Long.parseLong(link.id()))
                .put("sourceIssueId", link.source().id)
                .put("destinationIssueId", link.destination().id);
        bean.set("issueLinkType", new Beans(new Viewer(work.site(), by.user(), true)).linkType(link.type()));
        bean.put("systemLink", false);
        work.hooks().part("issuelink_" + (made ? "created" : "deleted"), "issueLink", bean, link.source());
    }

    private static Item item(Issue other, String words, boolean made) {
        return new Item(
                "Link",
                "jira",
                made ? null : other.key,
                made ? null : words,
                made ? other.key : null,
                made ? words : null);
    }
}
