// What is internal never leaves, whatever is written here.
replica.comments = issue.comments.findAll { !it.internal }
