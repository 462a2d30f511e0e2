package dev.drawbridge.connection;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.jspecify.annotations.Nullable;

/**
 * Names of hosts that an administrator has written down, as addresses: never the network's own machinery or a cloud's
 * metadata, and this machine only where that is allowed. What is checked is what is called.
 *
 * @param proxy the outgoing proxy, which may be anywhere; null where there is none
 * @param thisMachine whether this machine may be called
 */
public record NamesOutside(@Nullable String proxy, boolean thisMachine) implements DnsResolver {

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        var addresses = SystemDefaultDnsResolver.INSTANCE.resolve(host);
        if (host.equalsIgnoreCase(proxy)) return addresses;
        for (var address : addresses) {
            var network = Network.of(address);
            if (network == Network.FORBIDDEN || network == Network.LOOPBACK && !thisMachine)
                throw new OutOfBounds("%s: it is %s"
                        .formatted(
                                host,
                                network == Network.LOOPBACK
                                        ? "this machine"
                                        : "link-local, multicast, reserved or a cloud's metadata"));
        }
        return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    /** An address that no list can allow. */
    public static final class OutOfBounds extends UnknownHostException {
        private static final long serialVersionUID = 1;

        OutOfBounds(String message) {
            super(message);
        }
    }
}
