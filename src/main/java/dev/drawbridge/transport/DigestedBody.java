package dev.drawbridge.transport;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/**
 * A body that is read in passing, too large to be held. Its end is reached only by the body that was signed: at the end of
 * any other it throws, so a reader that keeps what it read must keep it aside until the end.
 */
final class DigestedBody extends FilterInputStream {
    private final MessageDigest hash = ContentDigest.sha256();
    private final ContentDigest signed;
    private boolean ended;

    DigestedBody(InputStream body, ContentDigest signed) {
        super(body);
        this.signed = signed;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        if (count > 0) {
            hash.update(buffer, offset, count);
        }
        if (count < 0 && !ended) {
            ended = true;
            if (!ContentDigest.ofHash(hash.digest()).equals(signed)) {
                throw new IOException(ContentDigest.refused().sentence());
            }
        }
        return count;
    }

    /** Skips by reading, so that nothing escapes the hash. */
    @Override
    public long skip(long count) throws IOException {
        int read = read(new byte[(int) Math.min(Math.max(count, 0), 8192)]);
        return Math.max(read, 0);
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
