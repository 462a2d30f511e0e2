def grace = userHelper.getByUsername("grace")
issue.assignee = userHelper.isGroupMember(grace.username, "fitters") ? grace : null
