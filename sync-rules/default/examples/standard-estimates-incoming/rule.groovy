issue.originalEstimate = replica.originalEstimate
issue.remainingEstimate = replica.remainingEstimate
