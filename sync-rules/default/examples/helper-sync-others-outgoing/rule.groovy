// Sub-tasks come under sync with their parent.
httpClient.get("/rest/api/2/issue/${issue.key}?fields=subtasks").fields.subtasks.each { syncHelper.exalate(it.key) }
replica.summary = issue.summary
