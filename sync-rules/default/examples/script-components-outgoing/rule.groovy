Components.send()
