// What becomes of what the partner sends. What is set on `issue` is written to Jira, as far as it differs.

if (firstSync) {
    issue.projectKey = "<project>"
    issue.typeName   = nodeHelper.getIssueType(replica.type?.name, issue.projectKey)?.name ?: nodeHelper.getDefaultIssueType(issue.projectKey)?.name
}

issue.summary     = replica.summary
issue.description = replica.description
issue.labels      = replica.labels
issue.comments    = commentHelper.mergeComments(issue, replica)
issue.attachments = attachmentHelper.mergeAttachments(issue, replica)

// Priority, when there is one of that name here:
// issue.priority = nodeHelper.getPriority(replica.priority?.name) ?: issue.priority

// Status, by a map from theirs to ours:
// def statusMap = ["To Do": "Open", "In Progress": "In Progress", "Done": "Resolved"]
// issue.setStatus(statusMap[replica.status?.name] ?: issue.status)

// Assignee and reporter, by users.csv beside this file or by e-mail address (the connection must share those); somebody
// who is not known here leaves ours as it is:
// issue.assignee = nodeHelper.getLocalUser(replica.assignee, issue.assignee)
// issue.reporter = nodeHelper.getLocalUser(replica.reporter, issue.reporter)

// Due date and environment:
// issue.due         = replica.due
// issue.environment = replica.environment

// Comments without the line that names their author:
// issue.comments = commentHelper.mergeComments(issue, replica, { it })
