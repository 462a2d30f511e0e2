def map = ["Open": "To Do", "Resolved": "Done"]
issue.setStatus(map[replica.status?.name] ?: issue.status)
