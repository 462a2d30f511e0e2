issue.priority = nodeHelper.getPriority(replica.priority?.name) ?: issue.priority
