issue.workLogs = workLogHelper.mergeWorkLogs(issue, replica)
