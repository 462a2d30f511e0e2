SubTaskSync.send()
