package dev.drawbridge.transport;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.function.LongSupplier;

/** A body that has to come at a certain pace: who trickles one would hold a thread for as long as it likes. */
final class TimedBody extends FilterInputStream {
    private final LimitSettings limits;
    private final LongSupplier nanos;
    private final long began;
    private long read;

    TimedBody(InputStream body, LimitSettings limits, LongSupplier nanos) {
        super(body);
        this.limits = limits;
        this.nanos = nanos;
        began = nanos.getAsLong();
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
            var count = super.read(buffer, offset, length);
            if (count > 0) read += count;
            if (count >= 0 && nanos.getAsLong() - began > allowed()) throw late();
            return count;
        } catch (IOException failure) {
            // The server wraps it.
            if (failure instanceof SocketTimeoutException || failure.getCause() instanceof SocketTimeoutException)
                throw late();
            throw failure;
        }
    }

    /** Skips by reading, so that nothing escapes the clock. */
    @Override
    public long skip(long count) throws IOException {
        return Math.max(0, read(new byte[(int) Math.min(Math.max(count, 0), 8192)]));
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private long allowed() {
        return (1 + read / limits.slowest().toBytes()) * limits.bodyTime().toNanos();
    }

    private static Turned late() {
        return new Turned(408, "The body of this call came too slowly.");
    }
}
