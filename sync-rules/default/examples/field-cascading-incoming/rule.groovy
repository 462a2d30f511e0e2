def theirs = replica.customFields."Impact"?.value
issue.customFields."Place".value = nodeHelper.getCascadingSelect(theirs?.parent?.value, theirs?.child?.value)
