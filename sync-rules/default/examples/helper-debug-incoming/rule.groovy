debug.error("Seen: ${replica.summary}")
