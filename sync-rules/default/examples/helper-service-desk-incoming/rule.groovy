// There is no such thing on-premise; the sentence says what there is.
serviceDeskHelper.getRequestType(issue)
