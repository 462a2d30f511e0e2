// Only for the developers here.
issue.comments = commentHelper.mergeComments(issue, replica) { comment ->
    comment.body = comment.body.replace("ACM-", "Acme ")
    comment.roleLevel = "Developers"
}
