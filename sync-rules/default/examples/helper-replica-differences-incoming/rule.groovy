// Only what is new there is looked at.
issue.environment = replica.addedComments.collect { it.body }.join(", ")
