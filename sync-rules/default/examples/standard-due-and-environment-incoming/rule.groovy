issue.due = replica.due
issue.environment = replica.environment ?: "not said"
