package dev.drawbridge.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** The JDK's certificates and those of the operator's PEM file, in one context. */
final class Trust {
    private Trust() {}

    static SSLContext context(@Nullable Path pem) {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, managers(pem).getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException unusable) {
            throw new IllegalStateException("This Java cannot make a TLS context", unusable);
        }
    }

    private static TrustManagerFactory managers(@Nullable Path pem) throws GeneralSecurityException, IOException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        if (pem == null) return factory;
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        var number = 0;
        for (var certificate : ofJdk(factory)) store.setCertificateEntry("jdk-" + number++, certificate);
        for (var certificate : ofFile(pem)) store.setCertificateEntry("own-" + number++, certificate);
        var both = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        both.init(store);
        return both;
    }

    private static X509Certificate[] ofJdk(TrustManagerFactory factory) {
        return Arrays.stream(factory.getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .map(manager -> ((X509TrustManager) manager).getAcceptedIssuers())
                .findFirst()
                .orElseGet(() -> new X509Certificate[0]);
    }

    private static X509Certificate[] ofFile(Path pem) {
        try (var file = Files.newInputStream(pem)) {
            var found = CertificateFactory.getInstance("X.509").generateCertificates(file).stream()
                    .map(X509Certificate.class::cast)
                    .toArray(X509Certificate[]::new);
            if (found.length > 0) return found;
        } catch (IOException | GeneralSecurityException unreadable) {
            throw refused(pem, unreadable);
        }
        throw refused(pem, null);
    }

    private static IllegalArgumentException refused(Path pem, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "drawbridge.tls.trust names %s, which cannot be read as certificates in PEM form".formatted(pem),
                cause);
    }
}
