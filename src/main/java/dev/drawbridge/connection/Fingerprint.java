package dev.drawbridge.connection;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import java.util.stream.Stream;

/** What two administrators compare on the telephone: equal on both consoles only when nobody stands between. */
public record Fingerprint(String text) {
    private static final int LENGTH = 16;

    /** 128 bits of SHA-256 over the connection's id and both sides' keys, whichever side asks; 8 groups of 4 hex digits. */
    public static Fingerprint of(UUID connection, PublicKeys one, PublicKeys other) {
        MessageDigest hash = Raw.sha256();
        hash.update(("drawbridge fingerprint\n" + connection + "\n").getBytes(StandardCharsets.US_ASCII));
        Stream.of(one, other)
                .map(keys -> keys.signing() + "\n" + keys.sealing() + "\n")
                .sorted()
                .forEach(keys -> hash.update(keys.getBytes(StandardCharsets.US_ASCII)));
        String hex = HexFormat.of().formatHex(Arrays.copyOf(hash.digest(), LENGTH));
        return new Fingerprint(String.join(" ", hex.split("(?<=\\G.{4})")));
    }

    @Override
    public String toString() {
        return text;
    }
}
