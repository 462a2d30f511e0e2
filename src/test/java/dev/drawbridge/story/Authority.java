package dev.drawbridge.story;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A company's own certificate authority, which no Java knows, and one certificate of it for this machine. */
final class Authority {
    private static final char[] SECRET = "secret".toCharArray();

    private final KeyStore keys;
    private final Path pem;

    Authority(Path folder) throws IOException, GeneralSecurityException, InterruptedException {
        var file = folder.resolve("authority.p12");
        make(file, "-alias", "ca", "-dname", "CN=Acme's own authority", "-ext", "bc:c");
        make(file, "-alias", "server", "-signer", "ca", "-dname", "CN=localhost", "-ext", "san=dns:localhost");
        keys = KeyStore.getInstance(file.toFile(), SECRET);
        pem = folder.resolve("authority.pem");
        var text = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(keys.getCertificate("ca").getEncoded());
        Files.writeString(pem, "-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n");
    }

    /** What an operator names in {@code drawbridge.tls.trust}. */
    Path pem() {
        return pem;
    }

    /** How a server shows the certificate. */
    SSLContext server() throws GeneralSecurityException, IOException {
        var own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        own.setKeyEntry("server", keys.getKey("server", SECRET), SECRET, keys.getCertificateChain("server"));
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(own, SECRET);
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private static void make(Path file, String... more) throws IOException, InterruptedException {
        var line = new ArrayList<String>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        line.addAll(List.of("-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1", "-validity", "2"));
        line.addAll(List.of("-keystore", file.toString(), "-storetype", "PKCS12", "-storepass", new String(SECRET)));
        line.addAll(List.of(more));
        var process = new ProcessBuilder(line).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0) throw new IllegalStateException(said);
    }
}
