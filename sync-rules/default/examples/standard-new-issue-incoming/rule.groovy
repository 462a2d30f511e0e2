if (firstSync) {
    issue.projectKey = "BET"
    issue.typeName = ["Defect": "Bug"][replica.type?.name] ?: "Task"
}
issue.summary = replica.summary
