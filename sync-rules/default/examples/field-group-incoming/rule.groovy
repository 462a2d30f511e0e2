issue.customFields."Team".value = replica.customFields."Impact"?.value?.name
