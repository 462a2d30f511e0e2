issue.customFields."Approver".value = nodeHelper.getUserByEmail(replica.customFields."Impact"?.value?.email)
