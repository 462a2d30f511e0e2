/**
 * Custom fields by name. In the outgoing rule: CustomFieldSync.send("Severity", "Team"). In the incoming rule:
 * CustomFieldSync.receive("Severity", "Team") for fields of the same names, or with a map from the partner's names to ours:
 * CustomFieldSync.receive(["Severity": "Impact"]). A field that the partner did not send stays as it is.
 */
class CustomFieldSync {
    static void send(String... names) {
        send(names as List)
    }

    static void send(Collection names) {
        names.each { name -> replica.customFields[name] = issue.customFields[name] }
    }

    static void receive(String... names) {
        receive(names as List)
    }

    static void receive(Collection names) {
        receive(names.collectEntries { name -> [name, name] })
    }

    static void receive(Map names) {
        names.each { theirs, ours ->
            def sent = replica.customFields[theirs]
            if (sent != null) issue.customFields[ours] = sent
        }
    }
}
