if (replica.type?.name == "Epic") issue.customFields."Epic Name".value = replica.summary
