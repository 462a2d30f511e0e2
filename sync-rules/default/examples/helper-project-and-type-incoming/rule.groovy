// The project by a label; the type by name, else the first that is no sub-task.
def project = nodeHelper.getProject(replica.labels.any { it.label == "facilities" } ? "FAC" : "BET")
issue.projectKey = project?.key ?: "BET"
issue.typeName = nodeHelper.getIssueType(replica.type?.name, issue.projectKey)?.name ?: nodeHelper.getDefaultIssueType(issue.projectKey).name
issue.summary = replica.summary
