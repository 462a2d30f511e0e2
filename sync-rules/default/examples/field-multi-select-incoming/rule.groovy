issue.customFields."Areas".value = replica.customFields."Impact"?.value?.collect { nodeHelper.getOption(issue, "Areas", it.value) }.findAll { it != null }
