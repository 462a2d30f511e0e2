issue.customFields."Seen at".value = replica.customFields."Impact"?.value
