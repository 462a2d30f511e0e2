/**
 * Status and resolution. In the outgoing rule: Status.send(). In the incoming rule, after everything else: Status.receive(),
 * or with maps from the partner's names to ours:
 *
 *   Status.receive(true, ["In Review": "Review", "Bug": ["Done": "Closed"]], ["Won't Do": "Won't Fix"])
 *
 * A map inside the first one is for issues of that type only. The issue is brought to the status by the shortest way that is
 * known through its workflow; the last transition carries the resolution.
 */
class Status {
    static void send() {
        replica.status = issue.status
        replica.resolution = issue.resolution
    }

    /** @param useRemoteStatusByDefault whether a status that is not in the map is taken over by its name */
    static void receive(boolean useRemoteStatusByDefault = true, Map workflowMapping = [:], Map resolutionMapping = [:]) {
        def theirs = replica.status?.name
        if (theirs) {
            def ours = mapped(workflowMapping ?: [:], theirs) ?: (useRemoteStatusByDefault ? theirs : null)
            if (ours) issue.setStatus(ours)
        }
        resolve(resolutionMapping ?: [:])
    }

    private static String mapped(Map mapping, String status) {
        def type = issue.type?.name ?: issue.typeName
        def special = type == null ? null : mapping[type]
        if (special instanceof Map && special[status]) return special[status]
        def plain = mapping[status]
        return plain instanceof Map ? null : plain
    }

    /** One that is not known here leaves ours as it is. */
    private static void resolve(Map mapping) {
        def theirs = replica.resolution?.name
        if (theirs == null) {
            if (!firstSync && replica.containsKey("resolution")) issue.resolution = null
            return
        }
        def ours = nodeHelper.getResolution(mapping[theirs] ?: theirs)
        if (ours) issue.resolution = ours
    }
}
