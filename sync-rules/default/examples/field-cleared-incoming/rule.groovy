issue.due = replica.due
issue.environment = replica.environment
