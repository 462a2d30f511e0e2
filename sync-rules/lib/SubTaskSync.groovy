/**
 * Sub-tasks. In the outgoing rule: SubTaskSync.send(), which also brings the sub-tasks of an issue under sync. In the incoming
 * rule, before other fields: SubTaskSync.receive(), or with the name of the type that sub-tasks get here:
 * SubTaskSync.receive("Technical task"). A sub-task that comes before its parent waits for it.
 */
class SubTaskSync {
    static void send() {
        send(replica, issue, connection, httpClient)
    }

    static void send(replica, issue, connection, httpClient) {
        replica.parentId = issue.parentId
        def children = httpClient.get("/rest/api/2/issue/${issue.key}?fields=subtasks")?.fields?.subtasks ?: []
        children.each { child -> syncHelper.exalate(child.key) }
    }

    static void receive(String typeName = null) {
        if (!firstSync || !replica.parentId) return
        issue.typeName = typeName ?: nodeHelper.getIssueType(replica.type?.name, issue.projectKey)?.name ?: "Sub-task"
        issue.parentId = nodeHelper.getLocalIssueFromRemoteId(replica.parentId.toLong())?.id
    }
}
