package dev.drawbridge.rules.guard;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A file that rules read: like what Java gives for a resource, but without the ways that lead on from there. */
public final class Resource extends ByteArrayInputStream {
    Resource(byte[] bytes) {
        super(bytes);
    }

    /** The rest of it, as UTF-8. */
    public String getText() {
        return new String(readAllBytes(), StandardCharsets.UTF_8);
    }

    /** The lines of the rest, as UTF-8. */
    public List<String> readLines() {
        return getText().lines().toList();
    }
}
