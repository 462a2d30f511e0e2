package dev.drawbridge.connection;

import dev.drawbridge.secrets.Seal;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Connections between two projects of the Jira beside this node: nobody is invited, both sides are ready at once. */
@Component
public class LocalConnections {
    private final Connections connections;
    private final Seal seal;
    private final SecureRandom chance;
    private final NodeFacts us;
    private final Clock clock;

    LocalConnections(Connections connections, Seal seal, SecureRandom chance, NodeFacts us, Clock clock) {
        this.connections = connections;
        this.seal = seal;
        this.chance = chance;
        this.us = us;
        this.clock = clock;
    }

    /**
     * The projects of one side.
     *
     * @param incoming in which issues are made
     * @param projects all that are read; the one before may be among them
     */
    public record Side(String incoming, List<String> projects) {
        public Side {
            projects = ProjectKeys.withFirst(incoming, projects);
        }
    }

    /** Joins what the proposal names as this side with another one; gives the first side, which bears the name. */
    @Transactional
    public UUID join(Invitations.Proposal proposal, Side there) {
        var here = new Side(proposal.incomingProject(), proposal.projects());
        for (var project : there.projects())
            if (here.projects().contains(project))
                throw new IllegalArgumentException(
                        "Project %s cannot be on both sides of a local connection.".formatted(project));
        var first = UUID.randomUUID();
        var second = UUID.randomUUID();
        var ours = KeyPairs.make(chance);
        var theirs = KeyPairs.make(chance);
        var one = terms(first, proposal, proposal.localShort(), proposal.remoteShort(), here);
        var other = terms(second, proposal, proposal.remoteShort(), proposal.localShort(), there);
        connections.add(half(one, ours).joined(second, facts(theirs), false));
        connections.add(half(other, theirs).joined(first, facts(ours), true));
        return first;
    }

    private Connection half(Connection.Terms terms, KeyPairs keys) {
        return new Connection(terms, keys.seal(seal, terms.id()), true, clock.instant());
    }

    private static Connection.Terms terms(
            UUID id, Invitations.Proposal proposal, ShortName local, ShortName remote, Side side) {
        return new Connection.Terms(
                id,
                proposal.name(),
                proposal.description(),
                ConnectionType.LOCAL,
                null,
                proposal.mode(),
                local,
                remote,
                proposal.winner(),
                proposal.remoteUrl(),
                side.incoming(),
                side.projects());
    }

    private Connection.PeerFacts facts(KeyPairs other) {
        var keys = other.publicKeys();
        return new Connection.PeerFacts(
                us.nodeId(), us.nodeName(), us.version(), keys.signing(), keys.sealing(), us.jiraUrl());
    }
}
