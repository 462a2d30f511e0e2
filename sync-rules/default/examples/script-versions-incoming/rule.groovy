Versions.receive()
