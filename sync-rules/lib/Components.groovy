/**
 * Components. In the outgoing rule: Components.send(). In the incoming rule: Components.receive(), which makes components that
 * the project lacks, led by our user for the partner's lead where there is one. Components.receive(false) takes over those that
 * are here and leaves out the others.
 */
class Components {
    static void send() {
        replica.components = issue.components
    }

    static void receive(boolean create = true) {
        issue.components = (replica.components ?: []).collect { component ->
            create ? made(component) : nodeHelper.getComponent(component.name, issue.projectKey ?: issue.project?.key)
        }.findAll { it != null }
    }

    private static made(component) {
        def lead = nodeHelper.getLocalUser(component.lead)
        nodeHelper.createComponent(
                issue, component.name, component.description, lead?.key, component.assigneeType ?: "PROJECT_DEFAULT")
    }
}
