Components.receive(false)
