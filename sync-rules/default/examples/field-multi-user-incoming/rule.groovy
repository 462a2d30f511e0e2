// Somebody who is not known here is left out.
issue.customFields."Reviewers".value = replica.customFields."Impact"?.value?.collect { nodeHelper.getUserByEmail(it.email) }.findAll()
