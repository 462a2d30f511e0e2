issue.customFields."Source project".value = nodeHelper.getProject(replica.customFields."Impact"?.value?.key)
