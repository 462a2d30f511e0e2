package dev.drawbridge.connection;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * How issues sync between this node and one peer. Owner of its state machine: callers ask for a transition and are
 * refused with the state that forbids it.
 */
@Entity
@Table(name = "connection")
public class Connection {
    /** Behind the name of a local connection it names the second side; no other name holds a tilde. */
    static final String BACK = "~back";

    @Id
    private UUID id;

    @Version
    private long version;

    private String name;
    private String nameKey;
    private String description;

    @Enumerated(EnumType.STRING)
    private ConnectionType type;

    @Enumerated(EnumType.STRING)
    private @Nullable Dials dials;

    @Enumerated(EnumType.STRING)
    private Mode mode;

    @Enumerated(EnumType.STRING)
    private ConnectionState state;

    @Enumerated(EnumType.STRING)
    @Column(name = "condition")
    private Condition condition;

    private String why;
    private boolean pausedThere;

    @Enumerated(EnumType.STRING)
    private @Nullable Parting parting;

    private String localShort;
    private String remoteShort;

    @Embedded
    private Winner winner;

    private boolean inviter;
    private @Nullable String remoteUrl;
    private @Nullable String remoteJiraUrl;
    private @Nullable String remoteNodeId;
    private @Nullable String remoteNodeName;
    private @Nullable String remoteVersion;
    private String incomingProject;

    @Convert(converter = ProjectKeys.class)
    private List<String> projects;

    @Embedded
    private OwnKeys keys;

    @Embedded
    private @Nullable PeerKeys peerKeys;

    @JdbcTypeCode(SqlTypes.LONGVARCHAR)
    @Convert(converter = SettingsJson.class)
    private ConnectionSettings settings;

    private String origin;
    private Instant created;
    private @Nullable Instant lastContact;
    private @Nullable UUID otherSide;

    @SuppressWarnings("NullAway.Init")
    protected Connection() {}

    /** A connection that nobody has accepted yet, or that waits for the inviter's answer. */
    Connection(Terms terms, Keys keys, boolean inviter, Instant now) {
        id = terms.id();
        rename(terms.name());
        description = terms.description();
        type = terms.type();
        dials = terms.dials();
        mode = terms.mode();
        state = ConnectionState.PENDING;
        condition = inviter ? Condition.OK : Condition.ACCEPTING;
        why = inviter ? "The invitation has not been accepted yet." : "Waits for the inviter's answer.";
        localShort = terms.localShort().value();
        remoteShort = terms.remoteShort().value();
        winner = new Winner(terms.winner());
        this.inviter = inviter;
        remoteUrl = terms.remoteUrl();
        incomingProject = terms.incomingProject();
        projects = terms.projects();
        this.keys = new OwnKeys(keys);
        settings = ConnectionSettings.DEFAULTS;
        origin = "API";
        created = now;
    }

    /**
     * What the two administrators agree on, seen from this side.
     *
     * @param winner short name of the side whose value stays when both changed one field
     */
    public record Terms(
            UUID id,
            ConnectionName name,
            String description,
            ConnectionType type,
            @Nullable Dials dials,
            Mode mode,
            ShortName localShort,
            ShortName remoteShort,
            String winner,
            @Nullable String remoteUrl,
            String incomingProject,
            List<String> projects) {
        public Terms {
            if (localShort.equals(remoteShort))
                throw new IllegalArgumentException("The two short names must differ, both are '" + localShort + "'");
            if (!winner.equals(localShort.value()) && !winner.equals(remoteShort.value()))
                throw new IllegalArgumentException(
                        "The winner must be one of the two short names, not '" + winner + "'");
            projects = ProjectKeys.withFirst(incomingProject, projects);
        }
    }

    /** This side's key pairs: private halves sealed, public halves raw in base64url. */
    public record Keys(String sealedSigning, String signingPublic, String sealedSealing, String sealingPublic) {}

    /** What a peer says of itself at the handshake. */
    public record PeerFacts(
            String nodeId,
            String nodeName,
            String version,
            String signingPublic,
            String sealingPublic,
            String jiraUrl) {}

    /** From now on this is one side of a local connection: the partner is the other one, and nothing has to be agreed. */
    Connection joined(UUID otherSide, PeerFacts us, boolean back) {
        if (state != ConnectionState.PENDING) throw refused("join");
        this.otherSide = otherSide;
        inviter = !back;
        if (back) {
            name += BACK;
            nameKey += BACK;
        }
        remoteNodeId = us.nodeId();
        remoteNodeName = us.nodeName();
        remoteVersion = us.version();
        peerKeys = new PeerKeys(new PublicKeys(us.signingPublic(), us.sealingPublic()));
        remoteJiraUrl = us.jiraUrl();
        lastContact = created;
        state = ConnectionState.ACTIVE;
        now(Condition.OK, "");
        return this;
    }

    /**
     * The handshake is done: from now on only the keys count.
     *
     * @param approval an administrator of this side has to agree before anything flows
     */
    void agreed(PeerFacts peer, Instant now, boolean approval) {
        if (state != ConnectionState.PENDING) throw refused("accept");
        remoteNodeId = peer.nodeId();
        remoteNodeName = peer.nodeName();
        remoteVersion = peer.version();
        peerKeys = new PeerKeys(new PublicKeys(peer.signingPublic(), peer.sealingPublic()));
        remoteJiraUrl = peer.jiraUrl();
        lastContact = now;
        if (approval) {
            now(
                    Condition.NEEDS_APPROVAL,
                    "The partner '%s' has accepted: compare the fingerprint with its administrator, then approve."
                            .formatted(peer.nodeName()));
            return;
        }
        state = ConnectionState.ACTIVE;
        now(Condition.OK, "");
    }

    void approve() {
        if (state == ConnectionState.ACTIVE) return;
        if (!needsApproval()) throw refused("approve");
        state = ConnectionState.ACTIVE;
        now(Condition.OK, "");
    }

    void activate() {
        if (state == ConnectionState.ACTIVE) return;
        if (state != ConnectionState.DEACTIVATED) throw refused("activate");
        state = ConnectionState.ACTIVE;
    }

    void deactivate() {
        if (state == ConnectionState.DEACTIVATED) return;
        if (state != ConnectionState.ACTIVE) throw refused("deactivate");
        state = ConnectionState.DEACTIVATED;
    }

    /** An administrator of this side removed it; the row stays until the partner knows. */
    void leave() {
        if (state == ConnectionState.REMOVED || !isAgreed()) throw refused("leave");
        state = ConnectionState.REMOVED;
        parting = Parting.HERE;
        now(Condition.OK, "Removed here. The partner is told as soon as it can be reached.");
    }

    void removedByPartner() {
        var both = parting != null;
        state = ConnectionState.REMOVED;
        parting = both ? Parting.DONE : Parting.THERE;
        now(
                Condition.OK,
                both
                        ? "Removed on both sides. The data in Jira stays."
                        : "Removed by the partner. The data in Jira stays.");
    }

    /** The partner knows that we know. */
    void parted() {
        if (parting == Parting.THERE) parting = Parting.DONE;
    }

    void pausedThere(boolean paused) {
        pausedThere = paused;
        if (paused || condition == Condition.DEACTIVATED_THERE) recovered();
    }

    /** Whatever was wrong with the way to the partner is over. */
    void recovered() {
        if (pausedThere)
            now(Condition.DEACTIVATED_THERE, "The partner paused this connection; what we send waits here.");
        else now(Condition.OK, "");
    }

    void now(Condition condition, String why) {
        this.condition = condition;
        this.why = why.length() > 2000 ? why.substring(0, 2000) : why;
    }

    void contacted(Instant now) {
        lastContact = now;
    }

    void describe(String description) {
        this.description = description;
    }

    void projects(List<String> projects) {
        this.projects = ProjectKeys.withFirst(incomingProject, projects);
    }

    void settings(ConnectionSettings settings) {
        this.settings = settings;
    }

    /** Both sides of a local connection agree on the other winner at once. */
    void turnWinner() {
        winner.agreed();
    }

    void requireSide(String winner) {
        if (!winner.equals(localShort) && !winner.equals(remoteShort))
            throw new IllegalArgumentException("winner: one of the two short names is meant, '%s' or '%s', not '%s'."
                    .formatted(localShort, remoteShort, winner));
    }

    /** @return whether the partner has to be told */
    boolean propose(String winner) {
        requireSide(winner);
        if (isAgreed()) return this.winner.propose(!winner.equals(winner()));
        if (winner.equals(winner())) return false;
        throw new IllegalArgumentException(
                "winner: it stands in the invitation; it can be changed when the partner has accepted that.");
    }

    /** @return whether another winner is in force from now on, of which the partner has to be told */
    boolean heardOfWinner(int term, boolean proposes, long number) {
        return winner.heard(term, proposes, number);
    }

    /** Keys to be used once the partner has them. */
    void announce(Keys keys) {
        if (!isAgreed() || isLocal() || state == ConnectionState.REMOVED) throw refused("change its keys");
        if (this.keys.isChanging())
            throw new IllegalStateException(
                    "New keys of connection '%s' are announced already; the partner has not taken them yet."
                            .formatted(name));
        this.keys.announce(keys);
    }

    /** @return whether the announced keys are in use from now on */
    boolean heardOfOurKeys(String keyId, Instant now) {
        return keys.known(keyId, now);
    }

    /** @return whether they are others than before */
    boolean heardOfTheirKeys(PublicKeys theirs, Instant now) {
        return peerKeys != null && peerKeys.changed(theirs, now);
    }

    private void rename(ConnectionName name) {
        this.name = name.value();
        this.nameKey = name.key();
    }

    private IllegalStateException refused(String verb) {
        return new IllegalStateException(
                "Connection '%s' is %s: it cannot be asked to %s.".formatted(name, state, verb));
    }

    /** Whether issues may be read, sent and written at all. */
    public boolean isActive() {
        return state == ConnectionState.ACTIVE;
    }

    /** Whether the handshake is done, so that the partner is known by its key. */
    public boolean isAgreed() {
        return peerKeys != null && peerKeys.newest() != null;
    }

    public boolean needsApproval() {
        return state == ConnectionState.PENDING && isAgreed();
    }

    /** Removed here while the partner does not know it yet. */
    public boolean isLeaving() {
        return parting == Parting.HERE;
    }

    /** Whether there is something to tell the partner, be it only that nothing else is told. */
    public boolean isTelling() {
        return state == ConnectionState.ACTIVE || state == ConnectionState.DEACTIVATED || isLeaving();
    }

    /** Whether the partner is asked for what waits there, be it only whether it goes on. */
    public boolean isAsking() {
        return isPulled() && (isTelling() || parting == Parting.THERE);
    }

    /** Whether this node opens the HTTP connections. */
    public boolean isDialled() {
        return dials == Dials.US || dials == Dials.BOTH;
    }

    /** Whether this node pulls, because the peer never dials. */
    public boolean isPulled() {
        return type == ConnectionType.PRIVATE && dials == Dials.US;
    }

    /** Whether both sides are projects of the Jira beside this node. */
    public boolean isLocal() {
        return otherSide != null;
    }

    /** Whether this is the second side of a local connection, which is shown as part of the first. */
    public boolean isBack() {
        return otherSide != null && !inviter;
    }

    /** The other side of a local connection; null when the partner is another node. */
    public @Nullable UUID otherSide() {
        return otherSide;
    }

    public boolean weWin() {
        return winner().equals(localShort);
    }

    /**
     * Whether ours stays of two edits that cross.
     *
     * @param ours number of our edit; null while it has not left
     * @param theirs number of the partner's
     * @param numberOf gives the number of an event of ours: null while it has not left, 0 when it is no longer kept
     */
    public boolean weWin(@Nullable Long ours, long theirs, Function<UUID, @Nullable Long> numberOf) {
        return winner.between(ours, theirs, numberOf, localShort, remoteShort).equals(localShort);
    }

    public boolean covers(String projectKey) {
        return projects.contains(projectKey);
    }

    public UUID id() {
        return id;
    }

    public String name() {
        return name;
    }

    public String description() {
        return description;
    }

    public ConnectionType type() {
        return type;
    }

    public @Nullable Dials dials() {
        return dials;
    }

    public Mode mode() {
        return mode;
    }

    public ConnectionState state() {
        return state;
    }

    public Condition condition() {
        return condition;
    }

    public String why() {
        return why;
    }

    public boolean isPausedThere() {
        return pausedThere;
    }

    public String localShort() {
        return localShort;
    }

    public String remoteShort() {
        return remoteShort;
    }

    public String winner() {
        return winner.current(localShort, remoteShort);
    }

    /** How the two sides agree on who wins. */
    public Winner agreement() {
        return winner;
    }

    /** The short name that does not win now. */
    public String loser() {
        return weWin() ? remoteShort : localShort;
    }

    public boolean isInviter() {
        return inviter;
    }

    public @Nullable String remoteUrl() {
        return remoteUrl;
    }

    public @Nullable String remoteJiraUrl() {
        return remoteJiraUrl;
    }

    public @Nullable String remoteNodeId() {
        return remoteNodeId;
    }

    public @Nullable String remoteNodeName() {
        return remoteNodeName;
    }

    public @Nullable String remoteVersion() {
        return remoteVersion;
    }

    public String incomingProject() {
        return incomingProject;
    }

    public List<String> projects() {
        return projects;
    }

    String sealedSigningKey() {
        return keys.sealedSigning();
    }

    /** Those in use. */
    public PublicKeys ourKeys() {
        return keys.inUse();
    }

    /** Those announced, otherwise those in use. */
    public PublicKeys ourNewestKeys() {
        return keys.newest();
    }

    /** Whether keys are announced that the partner has not taken yet. */
    public boolean isChangingKeys() {
        return keys.isChanging();
    }

    public Instant keysSince() {
        return Objects.requireNonNullElse(keys.since(), created);
    }

    /** By which names the partner may call us at this moment. */
    public Set<String> ourKeyIds(Instant now) {
        return keys.keyIds(now);
    }

    /** The partner's newest; null until the handshake. */
    public @Nullable PublicKeys peerKeys() {
        return peerKeys == null ? null : peerKeys.newest();
    }

    /** Raw keys with which the partner may sign at this moment, by key id. */
    public Map<String, String> peerSigningKeys(Instant now) {
        return peerKeys == null ? Map.of() : peerKeys.good(now);
    }

    /** What both administrators compare on the telephone; null until the handshake, and where nobody else is. */
    public @Nullable String fingerprint() {
        var theirs = peerKeys();
        return theirs == null || isLocal()
                ? null
                : Fingerprint.of(id, ourKeys(), theirs).text();
    }

    public ConnectionSettings settings() {
        return settings;
    }

    public String origin() {
        return origin;
    }

    public Instant created() {
        return created;
    }

    public @Nullable Instant lastContact() {
        return lastContact;
    }

    @Override
    public String toString() {
        return name;
    }
}
