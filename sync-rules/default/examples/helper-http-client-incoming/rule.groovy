def votes = httpClient.get("/rest/api/2/issue/${issue.key}/votes")
issue.customFields."Score".value = votes.votes
