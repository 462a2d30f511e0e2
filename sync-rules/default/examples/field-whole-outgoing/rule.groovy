// Name, type and value travel.
replica.customFields."Severity" = issue.customFields."Severity"
