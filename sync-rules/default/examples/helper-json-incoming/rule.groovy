import groovy.json.JsonSlurper

def more = new JsonSlurper().parseText(replica.customKeys."more" ?: "{}")
issue.environment = more.place
