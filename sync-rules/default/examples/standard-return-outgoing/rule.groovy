// Nothing is sent of issues without the label.
if (!issue.labels.any { it.label == "share" }) return
replica.summary = issue.summary
