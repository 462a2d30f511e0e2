// Whoever has this key, if they may be assigned.
def alan = nodeHelper.getUser("alan")
if (nodeHelper.isUserAssignable(issue.project.key, alan)) issue.assignee = alan
issue.reporter = userHelper.getByEmail(replica.reporter?.email) ?: userHelper.getByKey("grace")
