// A whole number here.
issue.customFields."Score".value = replica.customFields."Impact"?.value?.toInteger()
