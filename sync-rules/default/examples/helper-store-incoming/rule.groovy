// Reopened, changed, closed again.
issue.setStatus("To Do")
store(issue)
issue.summary = replica.summary
issue.setStatus("Done")
