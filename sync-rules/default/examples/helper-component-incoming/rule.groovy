// Theirs, made here when it is missing, with a lead who gets its issues.
issue.components = replica.components.collect { component ->
    def lead = nodeHelper.getUserByEmail(component.lead?.email)
    nodeHelper.createComponent(issue, component.name, component.description, lead?.key, "COMPONENT_LEAD")
}
