Status.receive(true, ["In Review": "Review"], ["Wontfix": "Duplicate"])
