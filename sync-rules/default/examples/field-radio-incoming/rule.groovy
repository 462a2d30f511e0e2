issue.customFields."Channel".value = replica.customFields."Impact"?.value?.value
