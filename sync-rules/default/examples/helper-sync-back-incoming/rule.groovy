issue.environment = "Made in Beta"
if (firstSync) syncHelper.syncBackAfterProcessing()
issue.projectKey = "BET"; issue.typeName = "Task"; issue.summary = replica.summary
