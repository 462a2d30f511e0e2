CustomFieldSync.receive(["Impact": "Severity", "Memo": "Notes"])
