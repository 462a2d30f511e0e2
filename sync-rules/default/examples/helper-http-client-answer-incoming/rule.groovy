// Any call, with what came of it.
def watchers = httpClient.http("GET", "/rest/api/2/issue/${issue.key}/watchers", [maxResults: "5"], null, [:]) { response ->
    response.code == 200 ? new groovy.json.JsonSlurper().parseText(response.body).watchCount : 0
}
issue.customFields."Score".value = watchers
