IssueLinks.receive(["Relies": "Dependency"])
