package dev.drawbridge.rules;

import com.exalate.api.exception.IssueTrackerException;

/** What rules for Exalate can do inside Jira and a client of its REST API cannot: said plainly, with the next best. */
final class Limits {
    private Limits() {}

    static IssueTrackerException of(String what, String instead) {
        return new IssueTrackerException("%s is not possible from outside of Jira. %s".formatted(what, instead));
    }
}
