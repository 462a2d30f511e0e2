// Their options are called otherwise.
def ours = ["Critical": "High", "Minor": "Low"]
issue.customFields."Severity".value = ours[replica.customFields."Impact"?.value?.value] ?: issue.customFields."Severity".value
