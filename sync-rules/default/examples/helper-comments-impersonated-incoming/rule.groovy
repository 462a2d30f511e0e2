// Written for Exalate: nobody can write in another one's name by REST, so the name stands in the first line.
issue.comments = commentHelper.mergeComments(issue, replica, { comment ->
    comment.executor = nodeHelper.getUserByEmail(comment.author?.email)
    comment
})
