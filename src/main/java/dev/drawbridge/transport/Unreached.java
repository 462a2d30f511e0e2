package dev.drawbridge.transport;

import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.impl.TunnelRefusedException;
import org.apache.hc.core5.http.NoHttpResponseException;

/** Why a peer was not reached, in a sentence that says what can be done about it. */
final class Unreached {
    private Unreached() {}

    static String because(String base, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TunnelRefusedException refused) return proxy(base, refused);
            if (cause instanceof SSLException)
                return ("The certificate of %s is not trusted here (%s): name the authority that issued it, such as your"
                                + " company's own, in drawbridge.tls.trust.")
                        .formatted(base, cause.getMessage());
            if (cause instanceof UnknownHostException)
                return "The name of %s cannot be resolved: check it, DNS, and whether an outgoing proxy is needed (drawbridge.proxy.url)."
                        .formatted(base);
            if (cause instanceof ConnectException)
                return "Nobody answers at %s (%s): check that the partner's node runs and that this one may dial out."
                        .formatted(base, cause.getMessage());
            if (cause instanceof NoHttpResponseException || cause instanceof SocketException)
                return ("The connection to %s broke before an answer came: check that the partner's node runs, and"
                                + " whether something in between cuts connections.")
                        .formatted(base);
            if (cause instanceof SocketTimeoutException) return "%s did not answer in time.".formatted(base);
        }
        return "The partner at %s cannot be reached: %s (%s)"
                .formatted(base, failure.getClass().getSimpleName(), failure.getMessage());
    }

    static String proxyWantsLogin(String base) {
        return ("The outgoing proxy did not let this node through to %s, it wants another login: check"
                        + " drawbridge.proxy.user and drawbridge.proxy.password.")
                .formatted(base);
    }

    private static String proxy(String base, TunnelRefusedException refused) {
        var said = String.valueOf(refused.getMessage());
        return said.contains(" 407")
                ? proxyWantsLogin(base)
                : "The outgoing proxy (drawbridge.proxy.url) does not lead to %s: %s".formatted(base, said);
    }
}
