package dev.drawbridge.console;

import dev.drawbridge.connection.AcceptRefused;
import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.ConnectionName;
import dev.drawbridge.connection.ConnectionState;
import dev.drawbridge.connection.ConnectionType;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.connection.Invitations;
import dev.drawbridge.connection.LocalConnections;
import dev.drawbridge.connection.Mode;
import dev.drawbridge.connection.ShortName;
import dev.drawbridge.security.Deed;
import dev.drawbridge.transport.Destinations;
import dev.drawbridge.transport.Dialling;
import dev.drawbridge.transport.PeerSettings;
import dev.drawbridge.transport.PeerTest;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Invitations: made here, or accepted here. */
@RestController
@RequestMapping("/api/v1")
class InvitationsApi {
    private final Invitations invitations;
    private final Connections connections;
    private final ConnectionView view;
    private final Dialling dialling;
    private final PeerSettings peer;
    private final PeerTest test;
    private final LocalConnections locals;
    private final DestinationLook destinations;

    InvitationsApi(
            Invitations invitations,
            Connections connections,
            ConnectionView view,
            Dialling dialling,
            PeerSettings peer,
            PeerTest test,
            LocalConnections locals,
            DestinationLook destinations) {
        this.invitations = invitations;
        this.connections = connections;
        this.view = view;
        this.dialling = dialling;
        this.peer = peer;
        this.test = test;
        this.locals = locals;
        this.destinations = destinations;
    }

    record Proposal(
            String connection,
            String localShortName,
            String remoteShortName,
            @Nullable String description,
            Mode mode,
            @Nullable String destinationUrl,
            String incomingProject,
            @Nullable List<String> projects,
            @Nullable String winner,
            @Nullable String remoteIncomingProject,
            @Nullable List<String> remoteProjects) {
        Proposal {
            Required.field("connection", connection);
            Required.field("localShortName", localShortName);
            Required.field("remoteShortName", remoteShortName);
            Required.field("mode", mode);
            Required.field("incomingProject", incomingProject);
        }
    }

    record Destination(String destinationUrl) {
        Destination {
            Required.field("destinationUrl", destinationUrl);
        }
    }

    record Pasted(
            String code,
            @Nullable String incomingProject,
            @Nullable List<String> projects,
            @Nullable String connection) {
        Pasted {
            Required.field("code", code);
        }
    }

    @PostMapping("/invitations")
    @ResponseStatus(HttpStatus.CREATED)
    Map<String, @Nullable Object> invite(@RequestBody Proposal proposal) {
        Deed.on(proposal.connection());
        Deed.to("as '%s' into project %s".formatted(proposal.remoteShortName(), proposal.incomingProject()));
        var name = Required.valid("connection", () -> new ConnectionName(proposal.connection()));
        if (connections.named(name.value()).isPresent())
            throw Problems.Refused.of(
                    "connection", "There is a connection named '" + name + "' already: choose another name.");
        var found = proposal.destinationUrl() == null ? null : destinations.find(proposal.destinationUrl());
        if (found == null || !found.types().contains(ConnectionType.LOCAL)) publicUrl();
        var type = type(proposal, found);
        var asked = new Invitations.Proposal(
                name,
                Objects.requireNonNullElse(proposal.description(), ""),
                type,
                proposal.mode(),
                Required.valid("localShortName", () -> new ShortName(proposal.localShortName())),
                Required.valid("remoteShortName", () -> new ShortName(proposal.remoteShortName())),
                Objects.requireNonNullElse(proposal.winner(), proposal.localShortName()),
                found == null ? null : found.url(),
                proposal.incomingProject(),
                Objects.requireNonNullElse(proposal.projects(), List.of()));
        return type == ConnectionType.LOCAL ? join(asked, proposal) : offer(asked);
    }

    private Map<String, @Nullable Object> offer(Invitations.Proposal asked) {
        var offer = invitations.offer(asked, publicUrl());
        var connection = connections.find(offer.connection()).orElseThrow();
        return invited(offer, connection.ourKeys().signing(), connection);
    }

    /** Both sides are projects of our Jira: there is nobody to invite. */
    private Map<String, @Nullable Object> join(Invitations.Proposal asked, Proposal proposal) {
        if (proposal.remoteIncomingProject() == null
                || proposal.remoteIncomingProject().isBlank())
            throw new Problems.WrongField(
                    "remoteIncomingProject",
                    "A local connection needs the project in which the other side's issues are made.");
        var there = new LocalConnections.Side(
                proposal.remoteIncomingProject(), Objects.requireNonNullElse(proposal.remoteProjects(), List.of()));
        var id = locals.join(asked, there);
        return invited(null, null, connections.find(id).orElseThrow());
    }

    private Map<String, @Nullable Object> invited(
            Invitations.@Nullable Offer offer, @Nullable String key, Connection connection) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("id", offer == null ? null : offer.id());
        answer.put("code", offer == null ? null : offer.code());
        answer.put("expiresAt", offer == null ? null : offer.expiresAt());
        answer.put("inviterKey", key);
        answer.put("connection", view.of(connection));
        return answer;
    }

    /** Says beside which field what is wrong. */
    private static ConnectionType type(Proposal proposal, Destinations.@Nullable Found found) {
        if (proposal.mode() == Mode.VISUAL)
            throw new Problems.WrongField(
                    "mode",
                    found == null
                            ? "VISUAL is not available on a private connection."
                            : "VISUAL is not available in this version.");
        if (found == null) return ConnectionType.PRIVATE;
        if (found.problem() != null) throw new Problems.WrongField("destinationUrl", found.problem());
        if (!found.modes().contains(proposal.mode()))
            throw new Problems.WrongField(
                    "mode", "The node at %s does not know %s connections.".formatted(found.url(), proposal.mode()));
        var type = found.types().get(0);
        if (type != ConnectionType.LOCAL && proposal.remoteIncomingProject() != null)
            throw new Problems.WrongField(
                    "remoteIncomingProject", "The partner chooses its project itself when it accepts the invitation.");
        return type;
    }

    /** What is behind an address, for whoever is about to invite. */
    @PostMapping("/invitations/probe")
    Map<String, @Nullable Object> probe(@RequestBody Destination destination) {
        var found = destinations.find(destination.destinationUrl());
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("kind", found.kind());
        answer.put("name", found.name());
        answer.put("version", found.version());
        answer.put("modes", found.modes());
        answer.put("types", found.types());
        answer.put("problem", found.problem());
        return answer;
    }

    @GetMapping("/invitations")
    Map<String, @Nullable Object> open() {
        Map<String, @Nullable Object> page = new LinkedHashMap<>();
        page.put(
                "items",
                invitations.open().stream()
                        .map(offer -> Map.of("id", offer.id(), "expiresAt", offer.expiresAt()))
                        .toList());
        page.put("next", null);
        return page;
    }

    @DeleteMapping("/invitations/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(@PathVariable String id) {
        invitations.revoke(id);
    }

    @GetMapping("/connections/{name}/invitation")
    Map<String, Object> show(@PathVariable String name) {
        return invitations
                .show(named(name).id())
                .map(InvitationsApi::code)
                .orElseThrow(() -> new NoSuchElementException("Connection '" + name + "' has no open invitation."));
    }

    @PostMapping("/connections/{name}/invitation")
    Map<String, Object> renew(@PathVariable String name) {
        return code(invitations.renew(named(name).id(), publicUrl()));
    }

    @PostMapping("/invitations/inspect")
    Map<String, @Nullable Object> inspect(@RequestBody Pasted pasted) {
        var code = invitations.inspect(pasted.code());
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("connection", code.name().value());
        answer.put("inviter", Map.of("shortName", code.inviter().value(), "url", code.publicUrl()));
        answer.put("invitee", Map.of("shortName", code.invitee().value()));
        answer.put("mode", code.mode());
        answer.put("type", code.type());
        answer.put("winner", code.winner().value());
        answer.put("expiresAt", code.expiresAt());
        answer.put("inviterKey", code.inviterKeys().signing());
        answer.put("reachable", test.isThere(code.publicUrl()));
        return answer;
    }

    @PostMapping("/invitations/accept")
    @ResponseStatus(HttpStatus.CREATED)
    Map<String, @Nullable Object> accept(@RequestBody Pasted pasted) {
        var code = invitations.inspect(pasted.code());
        if (code.type() == ConnectionType.PUBLIC && !peer.isPublic())
            throw new AcceptRefused(
                    "needs-url",
                    "This invitation is for a node that the inviter can reach, and this one has no public URL"
                            + " (drawbridge.public-url): ask for an invitation without a URL.");
        var name = Required.valid(
                "connection",
                () -> new ConnectionName(Objects.requireNonNullElse(
                        pasted.connection(), code.name().value())));
        Deed.on(name.value());
        Deed.to("of '%s' into project %s".formatted(code.inviter().value(), pasted.incomingProject()));
        var taken = connections.named(name.value()).filter(other -> !other.id().equals(code.connectionId()));
        if (taken.isPresent())
            throw Problems.Refused.of(
                    "connection", "There is a connection named '" + name + "' already: choose another name.");
        if (pasted.incomingProject() == null)
            throw new IllegalArgumentException("incomingProject is missing: the project in which issues are made.");
        var id = invitations.prepareAccept(
                pasted.code(),
                name,
                pasted.incomingProject(),
                Objects.requireNonNullElse(pasted.projects(), List.of()));
        dialling.accept(id.toString());
        var connection = connections.find(id).orElseThrow();
        var refusal = invitations.refusal(id);
        if (refusal.isPresent()) {
            invitations.forget(id);
            throw refusal.get();
        }
        if (connection.state() != ConnectionState.ACTIVE)
            throw new Problems.Refused(
                    HttpStatus.BAD_GATEWAY,
                    null,
                    "The inviter cannot be reached yet (" + connection.why() + "). It is tried again by itself.");
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("connection", view.of(connection));
        return answer;
    }

    private URI publicUrl() {
        if (!peer.isPublic() || peer.publicUrl() == null)
            throw new Problems.Refused(
                    HttpStatus.UNPROCESSABLE_ENTITY,
                    "urn:drawbridge:invitation:needs-url",
                    "This node has no public URL (drawbridge.public-url): let the partner invite.");
        return peer.reachableAt();
    }

    private Connection named(String name) {
        return connections
                .named(name)
                .orElseThrow(() -> new NoSuchElementException("There is no connection '" + name + "'."));
    }

    private static Map<String, Object> code(Invitations.Offer offer) {
        return Map.of("code", offer.code(), "expiresAt", offer.expiresAt());
    }
}
