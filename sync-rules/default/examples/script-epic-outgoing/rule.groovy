Epic.send()
