issue.customFields."Found in".value = nodeHelper.getVersion(replica.customFields."Impact"?.value?.name, issue.project)
