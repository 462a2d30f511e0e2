Components.receive()
