if (replica.status?.name == "Closed") syncHelper.unexalateAfterProcessing()
