// An option that is not here becomes a warning when the issue is written: the field stays, all else is written.
issue.summary = "Printer, again"
issue.customFields."Severity".value = replica.customFields."Impact"?.value?.value
