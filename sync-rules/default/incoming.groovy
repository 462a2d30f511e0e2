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

// Assignee and reporter by e-mail address; an unknown assignee leaves ours as it is:
// issue.assignee = nodeHelper.getUserByEmail(replica.assignee?.email) ?: issue.assignee
// issue.reporter = nodeHelper.getUserByEmail(replica.reporter?.email) ?: issue.reporter

// Due date and environment:
// issue.due         = replica.due
// issue.environment = replica.environment

// Comments without the line that names their author:
// issue.comments = commentHelper.mergeComments(issue, replica, { it })
