Versions.send(true)
