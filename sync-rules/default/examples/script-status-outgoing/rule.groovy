Status.send()
