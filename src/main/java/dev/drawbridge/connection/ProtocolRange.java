package dev.drawbridge.connection;

/** The versions of the wire protocol that a node speaks, both ends included. */
public record ProtocolRange(int min, int max) {
    public static final ProtocolRange OURS = new ProtocolRange(1, 1);

    public ProtocolRange {
        if (min < 1 || max < min)
            throw new IllegalArgumentException("Not a range of protocol versions: %d to %d.".formatted(min, max));
    }

    public boolean overlaps(ProtocolRange other) {
        return min <= other.max && other.min <= max;
    }
}
