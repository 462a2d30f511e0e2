// With the status; cleared when theirs is.
issue.resolution = nodeHelper.getResolution(replica.resolution?.name)
issue.setStatus(nodeHelper.getStatus(issue.resolution ? "Done" : "To Do"))
