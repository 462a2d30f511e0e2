replica."Severity" = issue.customFields."10006"?.value?.value
