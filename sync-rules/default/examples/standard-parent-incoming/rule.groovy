if (firstSync) {
    issue.projectKey = "BET"
    issue.typeName   = replica.parentId ? "Sub-task" : "Task"
}
issue.summary  = replica.summary
issue.parentId = nodeHelper.getLocalIssueFromRemoteId(replica.parentId?.toLong())?.id
