// Theirs, made here when it is missing.
issue.fixVersions = replica.fixVersions.collect { nodeHelper.createVersion(issue, it.name, it.description) }.findAll { it != null }
issue.affectedVersions = replica.affectedVersions.collect { nodeHelper.getVersion(it.name, issue.project) }.findAll { it != null }
