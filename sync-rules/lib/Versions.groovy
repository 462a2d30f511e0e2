/**
 * Fix versions and affected versions. In the outgoing rule: Versions.send(). In the incoming rule: Versions.receive(), which
 * makes versions that the project lacks, with description and dates; one that is there stays as it is.
 */
class Versions {
    /** @param details is taken for rules that say Versions.send(true): dates and description always travel with an issue */
    static void send(boolean details = false) {
        replica.fixVersions = issue.fixVersions
        replica.affectedVersions = issue.affectedVersions
    }

    static void receive() {
        issue.fixVersions = here(replica.fixVersions)
        issue.affectedVersions = here(replica.affectedVersions)
    }

    private static List here(versions) {
        (versions ?: []).collect { version ->
            nodeHelper.createVersion(issue, version.name, version.description, version.startDate, version.releaseDate)
        }
    }
}
