IssueLinks.send()
