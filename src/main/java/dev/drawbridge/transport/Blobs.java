package dev.drawbridge.transport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.connection.Condition;
import dev.drawbridge.queue.AttachmentSource;
import dev.drawbridge.queue.BlobRef;
import dev.drawbridge.queue.Inbox;
import dev.drawbridge.queue.Lanes;
import dev.drawbridge.replica.Plan;
import dev.drawbridge.replica.Replica;
import dev.drawbridge.twin.Incoming;
import dev.drawbridge.twin.Outgoing;
import dev.drawbridge.twin.Setbacks;
import dev.drawbridge.twin.Traces;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Brings the contents of attachments into the spool, on the way out and on the way in. */
@Component("blobs")
public class Blobs {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    private static final Duration CUT_OFF = Duration.ofSeconds(5);
    // The first contact afterwards ends the wait.
    private static final Duration AWAY = Duration.ofSeconds(20);

    private final SpoolFolder spool;
    private final BlobRows rows;
    private final AttachmentSource source;
    private final Traces traces;
    private final PeerCalls calls;
    private final Setbacks setbacks;
    private final LimitSettings limits;
    private final Clock clock;

    Blobs(
            SpoolFolder spool,
            BlobRows rows,
            AttachmentSource source,
            Traces traces,
            PeerCalls calls,
            Setbacks setbacks,
            LimitSettings limits,
            Clock clock) {
        this.spool = spool;
        this.rows = rows;
        this.source = source;
        this.traces = traces;
        this.calls = calls;
        this.setbacks = setbacks;
        this.limits = limits;
        this.clock = clock;
    }

    public Path file(UUID connection, String sha256) {
        return spool.file(connection, sha256);
    }

    /** Every attachment of ours that the replica tells of gets the hash of its content. */
    public Outgoing spool(Outgoing work) {
        if (work.isDone()) return work;
        work.expect(Outgoing.Stage.SAID);
        var replica = work.replica();
        if (replica == null) return work.spooled(null, List.of());
        var json = replica.json().deepCopy();
        if (!(json.get("attachments") instanceof ArrayNode attachments)) return work.spooled(replica, List.of());
        List<BlobRef> contents = new ArrayList<>();
        for (var attachment : attachments) {
            if (attachment.hasNonNull("remoteId") || !(attachment instanceof ObjectNode ours)) continue;
            if (traces.isKeptHere(work.twin().id(), ours.path("id").asText())) continue;
            var there = traces.contentThere(work.twin().id(), ours.path("id").asText());
            if (there.isPresent()) {
                ours.put("sha256", there.get());
                continue;
            }
            var content = content(work, ours.path("id").asText());
            ours.put("sha256", content.name());
            contents.add(content);
        }
        return work.spooled(Replica.of(json), contents);
    }

    private BlobRef content(Outgoing work, String attachment) {
        var connection = work.connection().id();
        var known = traces.content(work.twin().id(), attachment).flatMap(name -> rows.outgoing(connection, name));
        // Noted first, and only then looked for: from here on nobody sweeps it away.
        known.ifPresent(blob -> rows.spooled(connection, blob, work.twin().id()));
        if (known.isPresent() && spool.holds(connection, known.get().name())) return known.get();
        var part = spool.unfinished(connection);
        BlobRef content;
        try {
            source.download(attachment, filename(work, attachment), part);
            content = spool.content(part);
            rows.spooled(connection, content, work.twin().id());
            spool.keep(connection, content, part);
        } finally {
            spool.discard(part);
        }
        traces.content(work.twin().id(), attachment, content.name());
        return content;
    }

    /** The name in our Jira; the rule may have given it another one. */
    private static String filename(Outgoing work, String attachment) {
        var files = work.snapshot().issue().get("attachments");
        if (files != null)
            for (var file : files)
                if (file.path("id").asText().equals(attachment))
                    return file.path("filename").asText();
        return attachment;
    }

    /** Every replica that travelled apart from its event is put back, or the work waits a moment for it. */
    public Incoming unpack(Incoming work) {
        if (work.isDone()) return work;
        work.expect(Incoming.Stage.OPEN);
        List<Inbox.Stored> whole = new ArrayList<>();
        for (var stored : work.events()) {
            var parcel = stored.event().parcel();
            if (parcel == null) {
                whole.add(stored);
                continue;
            }
            if (parcel.bytes() > limits.parts().toBytes())
                return setbacks.block(
                        work,
                        Lanes.Trouble.of(
                                "TOO_LARGE",
                                "The partner's copy of the issue has %d bytes, more than is read here."
                                        .formatted(parcel.bytes()),
                                "Raise drawbridge.limits.parts, or let the partner's rule send less."));
            var missing = bring(work, parcel, "the rest of the issue");
            if (missing.isPresent()) return missing.get();
            whole.add(stored.unpacked(read(spool.file(work.connection().id(), parcel.name()))));
        }
        return work.unpacked(whole);
    }

    private static JsonNode read(Path file) {
        try {
            return PeerEndpoint.JSON.readTree(file.toFile());
        } catch (IOException damaged) {
            throw new UncheckedIOException("The spooled part " + file.getFileName() + " cannot be read", damaged);
        }
    }

    /** Every content that the plan needs is here afterwards, or the work waits a moment for the peer to bring it. */
    public Incoming fetch(Incoming work) {
        if (work.isDone()) return work;
        work.expect(Incoming.Stage.PLANNED);
        for (var step : work.decided().plan().steps()) {
            if (!(step instanceof Plan.AddAttachment file)) continue;
            var missing = bring(work, new BlobRef(file.sha256(), file.size()), file.filename());
            if (missing.isPresent()) return missing.get();
        }
        return work.fetched();
    }

    /** The content is in the spool when this is empty; else the work waits for it. */
    private Optional<Incoming> bring(Incoming work, BlobRef content, String what) {
        var connection = work.connection();
        if (spool.holds(connection.id(), content.name())) return Optional.empty();
        var otherSide = connection.otherSide();
        if (otherSide != null && spool.give(otherSide, connection.id(), content.name())) return Optional.empty();
        if (!connection.isDialled())
            return Optional.of(wait(work, LOOK_AGAIN, "Waits for the partner to bring " + what));
        // One call at a time finds out whether the partner is back; a crowd of them would take all workers.
        if (connection.condition() == Condition.UNREACHABLE)
            return Optional.of(wait(work, AWAY, "Waits until the partner can be reached to fetch " + what));
        try {
            calls.fetch(
                    connection, rows.incoming(connection.id(), content.name()).orElse(content), spool);
            return Optional.empty();
        } catch (PeerTrouble trouble) {
            return Optional.of(
                    switch (trouble.reason()) {
                        case UNREACHABLE, STRANGER -> wait(work, CUT_OFF, trouble.sentence());
                        default -> setbacks.later(work, trouble.sentence(), null);
                    });
        }
    }

    private Incoming wait(Incoming work, Duration length, String reason) {
        return setbacks.at(work, clock.instant().plus(length), reason);
    }
}
