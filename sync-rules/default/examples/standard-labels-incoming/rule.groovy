// Theirs, and one of ours.
issue.labels = replica.labels
issue.labels += nodeHelper.getLabel("from-acme")
