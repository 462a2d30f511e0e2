/**
 * Links between issues. In the outgoing rule: IssueLinks.send(). In the incoming rule: IssueLinks.receive(), or with a map from
 * the partner's names of link types to ours: IssueLinks.receive(["Blocks": "Dependency"]). A link whose other end is not under
 * sync yet is made when it is.
 */
class IssueLinks {
    static void send() {
        replica.issueLinks = issue.issueLinks
    }

    static void receive(Map typeMapping = [:]) {
        issue.issueLinks = (replica.issueLinks ?: []).collect { link ->
            def ours = typeMapping[link.linkTypeName]
            if (ours) link.linkTypeName = ours
            link
        }
    }
}
