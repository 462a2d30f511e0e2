issue.customFields."Details".value = replica.customFields."Impact".value?.toUpperCase()
