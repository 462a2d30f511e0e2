issue.comments = commentHelper.mergeComments(issue, replica, { comment ->
    comment.body = "${comment.author?.displayName} says: ${comment.body}"
    comment
})
