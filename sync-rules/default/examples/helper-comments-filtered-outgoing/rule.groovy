// Without those that are kept to a role or a group, and without HTML.
replica.comments = nodeHelper.stripHtmlFromComments(commentHelper.filterLocal(issue.comments))
