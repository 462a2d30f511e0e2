// By the twin of their epic.
issue.customFields."Epic Link".value = nodeHelper.getLocalIssueFromRemoteId(replica.epicId?.toLong())
