// Only what changed there, and never over what was written here meanwhile.
if (previous?.summary != replica.summary && issueBeforeScript.summary == previous?.summary) issue.summary = replica.summary
pairs = traces.size()
issue.environment = "${pairs} of theirs, first sync: ${firstSync}"
