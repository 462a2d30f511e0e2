if (firstSync) issue.comments = commentHelper.addComment("Comes from ${remoteIssueUrl}", issue.comments)
issue.projectKey = "BET"; issue.typeName = "Task"; issue.summary = replica.summary
