package dev.drawbridge.http;

/** Clients for tests of other modules. */
public final class DialingForTests {
    private DialingForTests() {}

    public static Dialing dialing() {
        return new Dialing(new TlsSettings(null), ProxySettings.NONE);
    }
}
