Epic.receive()
