issue.description = nodeHelper.stripHtml(replica.description)
