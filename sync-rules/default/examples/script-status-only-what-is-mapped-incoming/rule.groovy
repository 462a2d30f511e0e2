Status.receive(useRemoteStatusByDefault = false, workflowMapping = ["Bug": ["Done": "Closed"]], resolutionMapping = [:])
