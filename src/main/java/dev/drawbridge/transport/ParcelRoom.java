package dev.drawbridge.transport;

import dev.drawbridge.queue.BlobRef;
import dev.drawbridge.queue.Parcels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Parcels lie in the spool, beside the contents of attachments, and travel like these. */
@Component
class ParcelRoom implements Parcels {
    private final SpoolFolder spool;
    private final BlobRows rows;

    ParcelRoom(SpoolFolder spool, BlobRows rows) {
        this.spool = spool;
        this.rows = rows;
    }

    @Override
    public BlobRef pack(UUID connection, byte[] content) {
        var part = spool.unfinished(connection);
        try {
            Files.write(part, content);
        } catch (IOException full) {
            throw new UncheckedIOException("The spool folder cannot be written", full);
        }
        var parcel = spool.content(part);
        rows.spooled(connection, parcel, null);
        spool.keep(connection, parcel, part);
        return parcel;
    }
}
