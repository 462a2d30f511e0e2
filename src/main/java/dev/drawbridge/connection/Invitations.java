package dev.drawbridge.connection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.connection.HandshakeProof.By;
import dev.drawbridge.connection.InvitationRows.Row;
import dev.drawbridge.replica.PlainText;
import dev.drawbridge.secrets.Seal;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Invitations, made here or accepted here, from the code to the handshake. */
@Component("invitations")
public class Invitations {
    private static final int WRONG_PROOFS = 5;
    private static final Set<String> REASONS = Set.of("expired", "used", "revoked", "unknown", "version");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final InvitationRows rows;
    private final Connections connections;
    private final Seal seal;
    private final SecureRandom chance;
    private final InvitationSettings settings;
    private final Clock clock;

    Invitations(
            InvitationRows rows,
            Connections connections,
            Seal seal,
            SecureRandom chance,
            InvitationSettings settings,
            Clock clock) {
        this.rows = rows;
        this.connections = connections;
        this.seal = seal;
        this.chance = chance;
        this.settings = settings;
        this.clock = clock;
    }

    /** What an administrator proposes to a partner. */
    public record Proposal(
            ConnectionName name,
            String description,
            ConnectionType type,
            Mode mode,
            ShortName localShort,
            ShortName remoteShort,
            String winner,
            @Nullable String remoteUrl,
            String incomingProject,
            List<String> projects) {}

    /** An invitation that can be accepted; {@code code} is what the partner pastes. */
    public record Offer(String id, UUID connection, String code, Instant expiresAt) {}

    /** Makes a connection that waits for its partner, and the code for that partner. */
    @Transactional
    public Offer offer(Proposal proposal, URI publicUrl) {
        var id = UUID.randomUUID();
        var keys = KeyPairs.make(chance);
        var dials = proposal.type() == ConnectionType.PRIVATE ? Dials.THEM : Dials.BOTH;
        var terms = new Connection.Terms(
                id,
                proposal.name(),
                proposal.description(),
                proposal.type(),
                dials,
                proposal.mode(),
                proposal.localShort(),
                proposal.remoteShort(),
                proposal.winner(),
                proposal.remoteUrl(),
                proposal.incomingProject(),
                proposal.projects());
        var connection = new Connection(terms, keys.seal(seal, id), true, clock.instant());
        add(connection);
        return write(connection, publicUrl, keys.signing());
    }

    /** The open invitation of a connection, to be copied again. */
    @Transactional
    public Optional<Offer> show(UUID connection) {
        expire();
        return rows.newestOf(connection)
                .filter(row -> row.ours() && row.isOpen())
                .map(row -> new Offer(row.id(), connection, code(row), row.expiresAt()));
    }

    /** A new code in place of the old one, for a connection that nobody has accepted. */
    @Transactional
    public Offer renew(UUID id, URI publicUrl) {
        var connection = connections
                .find(id)
                .filter(found -> found.isInviter() && found.state() == ConnectionState.PENDING)
                .orElseThrow(() -> new IllegalStateException(
                        "Only a connection of ours that nobody has accepted yet can get a new invitation."));
        rows.newestOf(id).filter(Row::isOpen).ifPresent(row -> rows.close(row.id(), "REVOKED"));
        connections.condition(id, Condition.OK, "The invitation has not been accepted yet.");
        return write(connection, publicUrl, SigningKey.of(connection, seal));
    }

    @Transactional
    public void revoke(String id) {
        var row = rows.lock(id)
                .filter(Row::ours)
                .orElseThrow(() -> new NoSuchElementException("There is no invitation " + id + " of this node."));
        if (row.state().equals("USED"))
            throw new IllegalStateException("The invitation has been accepted: remove the connection instead.");
        rows.close(id, "REVOKED");
        connections.condition(row.connection(), Condition.EXPIRED, "The invitation was revoked.");
    }

    /** What can still be accepted. */
    @Transactional
    public List<Offer> open() {
        expire();
        return rows.open().stream()
                .map(row -> new Offer(row.id(), row.connection(), code(row), row.expiresAt()))
                .toList();
    }

    /** Closes what nobody accepted in time. */
    @Transactional
    public void expire() {
        for (var row : rows.open()) if (!clock.instant().isBefore(row.expiresAt())) expire(row);
    }

    /** Reads what was pasted, and refuses what cannot be accepted here. */
    @Transactional
    public InvitationCode inspect(String pasted) {
        var reading = InvitationCode.read(pasted);
        if (reading instanceof InvitationCode.FutureVersion future)
            throw new AcceptRefused("version", future.sentence());
        if (!(reading instanceof InvitationCode.Read read))
            throw new AcceptRefused("malformed", ((InvitationCode.Unreadable) reading).sentence());
        var code = read.code();
        connections.find(code.connectionId()).filter(Connection::isInviter).ifPresent(own -> {
            throw new AcceptRefused("own", "This invitation was made by this node: the partner has to accept it.");
        });
        if (!ProtocolRange.OURS.overlaps(code.protocol()))
            throw new AcceptRefused("version", "The two nodes speak no common protocol version: update the older one.");
        if (code.hasExpired(clock.instant()))
            throw new AcceptRefused(
                    "expired", "This invitation expired at " + code.expiresAt() + ": ask for a new code.");
        return code;
    }

    /**
     * Stores this side of the connection before the inviter is called for the first time; asked again with the same
     * invitation it changes nothing.
     */
    @Transactional
    public UUID prepareAccept(String pasted, ConnectionName name, String incomingProject, List<String> projects) {
        var reading = InvitationCode.read(pasted);
        if (reading instanceof InvitationCode.Read read
                && rows.lock(read.code().invitation())
                        .filter(row -> !row.ours() && row.isOpen())
                        .isPresent()) return read.code().connectionId();
        var code = inspect(pasted);
        forget(code.connectionId());
        if (connections.find(code.connectionId()).isPresent())
            throw new AcceptRefused("used", "This connection was accepted here before.");
        var id = code.connectionId();
        var dials = code.type() == ConnectionType.PRIVATE ? Dials.US : Dials.BOTH;
        var terms = new Connection.Terms(
                id,
                name,
                "",
                code.type(),
                dials,
                code.mode(),
                code.invitee(),
                code.inviter(),
                code.winner().value(),
                code.publicUrl().toString(),
                incomingProject,
                projects);
        add(new Connection(terms, KeyPairs.make(chance).seal(seal, id), false, clock.instant()));
        rows.add(code.invitation(), id, false, sealed(code.invitation(), pasted), code.expiresAt(), clock.instant());
        return id;
    }

    /** What the accepting side sends, the same each time; empty when there is nothing to accept any more. */
    @Transactional
    public Optional<ObjectNode> request(UUID id, NodeFacts us) {
        var row = rows.newestOf(id).filter(open -> !open.ours() && open.isOpen());
        if (row.isEmpty()) return Optional.empty();
        var asked = row.get().transcript();
        if (asked != null) return Optional.of(parse(asked));
        var code = read(row.get());
        var request = facts(connections.find(id).orElseThrow(), us);
        request.put("invitation", code.invitation()).put("connection", id.toString());
        request.put(
                "proof",
                HandshakeProof.of(code.secret(), code.invitation(), By.INVITEE, request)
                        .value());
        rows.asked(code.invitation(), request.toString());
        return Optional.of(request);
    }

    /** The inviter's side of the handshake. */
    @Transactional
    public Acceptance accepted(JsonNode request, NodeFacts us) {
        var found = rows.lock(request.path("invitation").asText("")).filter(Row::ours);
        if (found.isEmpty()) return Acceptance.Refused.unknown();
        var row = found.get();
        var key = request.path("keys").path("signing").asText("");
        if (row.state().equals("USED") && key.equals(row.acceptedKey()) && row.transcript() != null)
            return new Acceptance.Agreed(parse(row.transcript()));
        if (row.isOpen() && !clock.instant().isBefore(row.expiresAt())) {
            expire(row);
            return refused("EXPIRED");
        }
        return row.isOpen() ? proven(row, request, us) : refused(row.state());
    }

    private Acceptance proven(Row row, JsonNode request, NodeFacts us) {
        var code = read(row);
        if (!(request instanceof ObjectNode said) || !rightProof(code, said)) {
            rows.wrongProof(row.id(), row.wrongProofs() + 1);
            if (row.wrongProofs() + 1 >= WRONG_PROOFS) {
                rows.close(row.id(), "BURNT");
                connections.condition(
                        row.connection(),
                        Condition.EXPIRED,
                        "Somebody tried the invitation with wrong proofs: it was withdrawn. Make a new code.");
            }
            return Acceptance.Refused.unknown();
        }
        var range = request.path("protocol");
        if (range.path(0).asInt(1) > ProtocolRange.OURS.max() || range.path(1).asInt(1) < ProtocolRange.OURS.min())
            return new Acceptance.Refused(
                    "version", "The two nodes speak no common protocol version: update the older one.");
        var peer = peer(request);
        var connection = connections.agreed(row.connection(), peer, settings.requireApproval());
        var answer = facts(connection, us);
        var bare = said.deepCopy();
        bare.remove("proof");
        answer.put(
                "proof",
                HandshakeProof.of(code.secret(), code.invitation(), By.INVITER, bare, answer)
                        .value());
        rows.used(row.id(), peer.signingPublic(), answer.toString());
        return new Acceptance.Agreed(answer);
    }

    /** The inviter has agreed: checks that it is the one who made the code. */
    @Transactional
    public void completed(UUID id, JsonNode answer) {
        var row = rows.newestOf(id).filter(open -> !open.ours() && open.isOpen());
        if (row.isEmpty()) return;
        var code = read(row.get());
        var request = parse(String.valueOf(row.get().transcript()));
        request.remove("proof");
        var said = answer instanceof ObjectNode object ? object.deepCopy() : JSON.createObjectNode();
        var proof = said.path("proof").asText("");
        said.remove("proof");
        var expected = HandshakeProof.of(code.secret(), code.invitation(), By.INVITER, request, said);
        var rightKey = code.inviterKeys()
                .signing()
                .equals(said.path("keys").path("signing").asText(""));
        if (!expected.matches(new HandshakeProof(proof)) || !rightKey)
            throw new AcceptRefused(
                    "unknown",
                    "The answer does not come from the node that made the invitation: nothing was accepted.");
        var peer = peer(said);
        connections.agreed(id, peer, false);
        rows.close(code.invitation(), "USED");
    }

    /** The inviter refused; it is not asked again. */
    @Transactional
    public void refused(UUID id, String reason, String sentence) {
        var known = REASONS.contains(reason) ? reason : "unknown";
        rows.newestOf(id)
                .filter(row -> !row.ours() && row.isOpen())
                .ifPresent(row -> rows.close(row.id(), known.toUpperCase(Locale.ROOT)));
        connections.condition(id, known.equals("expired") ? Condition.EXPIRED : Condition.REFUSED, sentence);
    }

    /** Why the inviter refused what was to be accepted here; empty while it has not. */
    @Transactional
    public Optional<AcceptRefused> refusal(UUID id) {
        var connection = connections.find(id).filter(one -> one.state() == ConnectionState.PENDING && !one.isInviter());
        return connection.flatMap(one -> rows.newestOf(id)
                .filter(row -> !row.isOpen())
                .map(row -> new AcceptRefused(row.state().toLowerCase(Locale.ROOT), one.why())));
    }

    /** What the inviter refused leaves nothing behind: the name is free, and a new code can be accepted. */
    @Transactional
    public void forget(UUID id) {
        if (refusal(id).isPresent()) connections.remove(id);
    }

    private void add(Connection connection) {
        connections.named(connection.name()).ifPresent(taken -> {
            throw new IllegalArgumentException(
                    "There is a connection named '%s' already: choose another name.".formatted(taken.name()));
        });
        connections.add(connection);
    }

    private Offer write(Connection connection, URI publicUrl, SigningKey key) {
        var expiresAt = clock.instant().plus(settings.expireAfter());
        var code = new InvitationCode(
                publicUrl,
                connection.id(),
                new ConnectionName(connection.name()),
                new ShortName(connection.localShort()),
                new ShortName(connection.remoteShort()),
                connection.mode(),
                connection.type(),
                InvitationCode.newInvitation(chance),
                InvitationSecret.make(chance),
                connection.ourKeys(),
                new ShortName(connection.winner()),
                expiresAt,
                ProtocolRange.OURS);
        var text = code.text(key);
        var id = code.invitation();
        rows.add(id, connection.id(), true, sealed(id, text), code.expiresAt(), clock.instant());
        return new Offer(id, connection.id(), text, code.expiresAt());
    }

    private void expire(Row row) {
        rows.close(row.id(), "EXPIRED");
        connections.condition(
                row.connection(), Condition.EXPIRED, "Nobody accepted the invitation in time: make a new code.");
    }

    private static Acceptance refused(String state) {
        return switch (state) {
            case "EXPIRED" -> new Acceptance.Refused("expired", "The invitation has expired: ask for a new code.");
            case "REVOKED" -> new Acceptance.Refused("revoked", "The inviter withdrew this invitation.");
            case "USED" -> new Acceptance.Refused("used", "Somebody has accepted this invitation before.");
            default -> Acceptance.Refused.unknown();
        };
    }

    private static boolean rightProof(InvitationCode code, ObjectNode request) {
        var bare = request.deepCopy();
        bare.remove("proof");
        return HandshakeProof.of(code.secret(), code.invitation(), By.INVITEE, bare)
                .matches(new HandshakeProof(request.path("proof").asText("")));
    }

    private static ObjectNode facts(Connection connection, NodeFacts us) {
        var facts = JSON.createObjectNode();
        facts.putArray("protocol").add(ProtocolRange.OURS.min()).add(ProtocolRange.OURS.max());
        facts.putObject("node")
                .put("id", us.nodeId())
                .put("name", us.nodeName())
                .put("version", us.version());
        facts.putObject("keys")
                .put("signing", connection.ourKeys().signing())
                .put("sealing", connection.ourKeys().sealing());
        return facts.put("jiraUrl", us.jiraUrl());
    }

    private static Connection.PeerFacts peer(JsonNode said) {
        var keys = new PublicKeys(
                said.path("keys").path("signing").asText(""),
                said.path("keys").path("sealing").asText(""));
        var node = said.path("node");
        return new Connection.PeerFacts(
                cut(node.path("id").asText(""), 64),
                cut(PlainText.of(node.path("name").asText("")), 200),
                cut(PlainText.of(node.path("version").asText("")), 64),
                keys.signing(),
                keys.sealing(),
                jira(said.path("jiraUrl").asText("")));
    }

    /** Links lead below this address, so it is a plain web address or none at all. */
    private static String jira(String url) {
        return url.length() <= 1000 && url.matches("(?i)https?://[A-Za-z0-9.\\[\\]:_-]+(?:/[A-Za-z0-9._~/-]*)?")
                ? url
                : "";
    }

    private static String cut(String text, int length) {
        return text.length() > length ? text.substring(0, length) : text;
    }

    private InvitationCode read(Row row) {
        if (InvitationCode.read(code(row)) instanceof InvitationCode.Read read) return read.code();
        throw new IllegalStateException("The stored code of invitation " + row.id() + " is damaged.");
    }

    private String code(Row row) {
        var code = row.code();
        if (code == null) throw new IllegalStateException("The code of invitation " + row.id() + " is gone.");
        return seal.open(purpose(row.id()), code);
    }

    private String sealed(String id, String code) {
        return seal.seal(purpose(id), code);
    }

    private static String purpose(String id) {
        return "invitation|code|" + id;
    }

    private static ObjectNode parse(String text) {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("A stored handshake is damaged", damaged);
        }
    }
}
