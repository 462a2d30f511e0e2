import com.exalate.api.exception.IssueTrackerException

// Into the log of the node; and, when it goes on no further, to whoever looks after the issue.
log.info("Priority there: {}", replica.priority?.name)
if (nodeHelper.getPriority(replica.priority?.name) == null)
    throw new IssueTrackerException("Priority '${replica.priority?.name}' is not mapped for ${issue.key}")
