issue.workLogs = workLogHelper.mergeWorkLogs(issue, replica) { worklog ->
    worklog.author  = nodeHelper.getUserByEmail(worklog.author?.email) ?: nodeHelper.getUserByUsername("grace")
    worklog.comment = "Acme: ${worklog.comment}"
}
