// A text field called otherwise there.
issue.customFields."Notes".value = replica.customFields."Impact"?.value
