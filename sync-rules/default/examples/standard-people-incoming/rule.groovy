// By address; nobody of that address: Grace.
issue.assignee = nodeHelper.getUserByEmail(replica.assignee?.email) ?: nodeHelper.getUserByUsername("grace")
issue.reporter = nodeHelper.getUserByEmail(replica.reporter?.email) ?: issue.reporter
