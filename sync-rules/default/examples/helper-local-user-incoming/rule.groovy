// A person of the partner by users.csv or address; nobody known: as it is.
issue.assignee = nodeHelper.getLocalUser(replica.assignee, issue.assignee)
issue.reporter = nodeHelper.getLocalUser(replica.reporter, nodeHelper.getUserByUsername("grace"))
