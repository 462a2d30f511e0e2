CustomFieldSync.send("Severity", "Notes")
