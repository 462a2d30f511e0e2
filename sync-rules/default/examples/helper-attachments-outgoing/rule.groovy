// Pictures only, and none that is large.
replica.attachments = issue.attachments.findAll { it.mimetype?.startsWith("image/") && it.filesize < 1_000_000 }
