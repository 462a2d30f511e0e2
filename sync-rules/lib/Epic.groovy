/**
 * Epics of Jira Software. In the outgoing rule: Epic.send(). In the incoming rule: Epic.receive(). A story that comes before its
 * epic is linked when the epic has come.
 */
class Epic {
    static void send() {
        replica.customFields."Epic Name" = issue.customFields."Epic Name"
        replica.customFields."Epic Link" = issue.customFields."Epic Link"
    }

    static void receive() {
        if (replica.type?.name == "Epic" || issue.typeName == "Epic") {
            def name = replica.customFields."Epic Name"?.value
            issue.customFields."Epic Name".value = name ?: replica.summary
        }
        if (replica.customFields."Epic Link" != null)
            issue.customFields."Epic Link" = replica.customFields."Epic Link"
    }
}
