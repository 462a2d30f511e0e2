if (firstSync) {
    issue.projectKey = connection.incomingProject
    issue.typeName = nodeHelper.getIssueType(replica.type?.name, issue.projectKey)?.name ?: nodeHelper.getDefaultIssueType(issue.projectKey)?.name
    issue.reporter = nodeHelper.getLocalUser(replica.reporter)
}
issue.summary = replica.summary
issue.description = replica.description
issue.environment = replica.environment
issue.due = replica.due
issue.labels = replica.labels
issue.priority = nodeHelper.getPriority(replica.priority?.name) ?: issue.priority
issue.assignee = nodeHelper.getLocalUser(replica.assignee, issue.assignee)
issue.comments = commentHelper.mergeComments(issue, replica)
issue.attachments = attachmentHelper.mergeAttachments(issue, replica)
