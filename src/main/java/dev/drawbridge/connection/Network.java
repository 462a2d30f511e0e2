package dev.drawbridge.connection;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Set;

/** What kind of network an address belongs to. */
public enum Network {
    PUBLIC,
    PRIVATE,
    LOOPBACK,
    FORBIDDEN;

    // Metadata of clouds that do not lie in the link-local range.
    private static final Set<String> METADATA = Set.of("100.100.100.200", "168.63.129.16", "192.0.0.192");

    public static Network of(InetAddress address) {
        byte[] raw = address.getAddress();
        if (address instanceof Inet6Address) return ofSix(address, raw);
        if (METADATA.contains(address.getHostAddress())) return FORBIDDEN;
        int first = raw[0] & 0xff;
        int second = raw[1] & 0xff;
        if (first == 127) return LOOPBACK;
        // "This network", link-local, and all from multicast on.
        if (first == 0 || first == 169 && second == 254 || first >= 224) return FORBIDDEN;
        boolean carrier = first == 100 && (second & 0xc0) == 64;
        return address.isSiteLocalAddress() || carrier ? PRIVATE : PUBLIC;
    }

    private static Network ofSix(InetAddress address, byte[] raw) {
        if (address.isLoopbackAddress()) return LOOPBACK;
        if (address.isAnyLocalAddress() || address.isLinkLocalAddress() || address.isMulticastAddress())
            return FORBIDDEN;
        // fd00:ec2::/32, where one cloud keeps its metadata.
        if (starts(raw, 0xfd, 0x00, 0x0e, 0xc2)) return FORBIDDEN;
        // An address of the older kind inside one of the newer: NAT64, 6to4, IPv4-compatible.
        if (starts(raw, 0x00, 0x64, 0xff, 0x9b)) return inside(raw, 12);
        if (starts(raw, 0x20, 0x02)) return inside(raw, 2);
        if (starts(raw, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)) return inside(raw, 12);
        boolean unique = (raw[0] & 0xfe) == 0xfc;
        return unique || address.isSiteLocalAddress() ? PRIVATE : PUBLIC;
    }

    private static Network inside(byte[] raw, int start) {
        try {
            return of(InetAddress.getByAddress(Arrays.copyOfRange(raw, start, start + 4)));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Four bytes are always an address.", e);
        }
    }

    private static boolean starts(byte[] raw, int... start) {
        for (int i = 0; i < start.length; i++) {
            if ((raw[i] & 0xff) != start[i]) return false;
        }
        return true;
    }
}
