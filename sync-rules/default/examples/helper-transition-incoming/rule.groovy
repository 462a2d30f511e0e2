if (replica.status?.name == "Closed") workflowHelper.transition(issue, "Close issue")
