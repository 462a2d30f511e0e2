// Whatever the other rule needs travels beside the fields.
replica.customKeys."story" = [key: issue.key, parts: [1, 2]]
replica.issueUrl = "${syncHelper.getTrackerUrl()}/browse/${issue.key}"
replica.project = issue.project
replica.project.versions = []
replica.project.components = []
