// Only the name of the sprint that runs.
replica.sprint = issue.customFields."Sprint"?.value?.find { it.state?.equalsIgnoreCase("active") }?.name
