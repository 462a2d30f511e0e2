// What their issue is called here, by its number or its key.
def parent = nodeHelper.getLocalIssueFromRemoteId(replica.parentId as Long)
def same = nodeHelper.getLocalIssueKeyFromRemoteId(replica.parentId) ?: syncHelper.getLocalIssueKeyFromRemoteId(replica.parentId)
issue.environment = "Part of ${parent.key} (${same.id}), seen at ${syncHelper.getTrackerUrl()}/browse/${parent.URN}"
if (nodeHelper.getLocalIssueFromRemoteUrn("ACM-404") == null) issue.labels += "no-twin"
