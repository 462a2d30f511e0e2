// By the name of a sprint here.
issue.customFields."Sprint".value = replica.sprint
