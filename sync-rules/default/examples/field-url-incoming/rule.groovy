issue.customFields."Link".value = replica.customFields."Impact"?.value ?: remoteIssueUrl
