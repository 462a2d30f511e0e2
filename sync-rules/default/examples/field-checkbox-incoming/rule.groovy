issue.customFields."Checks".value = replica.customFields."Impact"?.value*.value
