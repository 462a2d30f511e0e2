issue.summary = "[${replica.key}] ${replica.summary}"
issue.description = "Seen by Acme:\n${replica.description ?: 'nothing'}"
