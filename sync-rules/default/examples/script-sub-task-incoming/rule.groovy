issue.projectKey = "BET"
issue.typeName = "Task"
SubTaskSync.receive()
issue.summary = replica.summary
