import com.atlassian.jira.component.ComponentAccessor

// Code that was written inside of Jira: what REST can do is done by REST.
def twin = ComponentAccessor.getIssueManager().getIssueObject("BET-20")
issue.environment = "was ${twin.key}"
