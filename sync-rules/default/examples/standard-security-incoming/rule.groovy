issue.securityLevel = replica.labels.any { it.label == "secret" } ? nodeHelper.getSecurityLevel("Staff", issue.project) : null
