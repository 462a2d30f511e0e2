// What leaves for the partner. Whatever is put into `replica` travels; what is left out stays here.

replica.key         = issue.key
replica.type        = issue.type
replica.status      = issue.status
replica.priority    = issue.priority
replica.project     = [key: issue.project?.key]

replica.summary     = issue.summary
replica.description = issue.description
replica.labels      = issue.labels
replica.comments    = issue.comments
replica.attachments = issue.attachments

// People (names only, unless the connection shares e-mail addresses):
// replica.assignee = issue.assignee
// replica.reporter = issue.reporter

// Due date and environment:
// replica.due         = issue.due
// replica.environment = issue.environment

// Resolution:
// replica.resolution = issue.resolution

// A custom field by its id:
// replica.customFields = ["10001": issue.customFields?."10001"]
