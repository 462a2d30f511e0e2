package dev.drawbridge.http;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** A company's way out: lets those through who log in with Basic, by a tunnel or call by call, and notes whereto. */
public final class OutgoingProxy implements AutoCloseable {
    private final String login;
    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
    private final List<String> tunnels = new CopyOnWriteArrayList<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final AtomicInteger refused = new AtomicInteger();

    public OutgoingProxy(String user, String password) throws IOException {
        login = "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        threads.execute(this::listen);
    }

    public String url() {
        return "http://127.0.0.1:" + door.getLocalPort();
    }

    /** Host and port of each tunnel that was opened. */
    public List<String> tunnels() {
        return tunnels;
    }

    /** Host and port of each call that was passed on outside a tunnel. */
    public List<String> calls() {
        return calls;
    }

    /** How often a login was asked for. */
    public int refused() {
        return refused.get();
    }

    private void listen() {
        while (!door.isClosed())
            try {
                var client = door.accept();
                open.add(client);
                threads.execute(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
    }

    private void serve(Socket client) {
        try (client) {
            var head = head(client.getInputStream());
            while (!head.isEmpty()) {
                if (isLoggedIn(head)) {
                    pass(client, head);
                    return;
                }
                refused.incrementAndGet();
                client.getInputStream().readNBytes(length(head));
                client.getOutputStream()
                        .write(bytes("HTTP/1.1 407 Proxy Authentication Required\r\n"
                                + "Proxy-Authenticate: Basic realm=\"way out\"\r\nContent-Length: 0\r\n\r\n"));
                head = head(client.getInputStream());
            }
        } catch (IOException gone) {
            // The other end sees it too.
        }
    }

    private void pass(Socket client, List<String> head) throws IOException {
        var line = head.get(0).split(" ");
        var tunnel = line[0].equals("CONNECT");
        var url = URI.create(tunnel ? "tunnel://" + line[1] : line[1]);
        (tunnel ? tunnels : calls).add(url.getHost() + ":" + url.getPort());
        try (var target = new Socket(InetAddress.getByName(url.getHost()), url.getPort())) {
            open.add(target);
            if (tunnel) client.getOutputStream().write(bytes("HTTP/1.1 200 Connection established\r\n\r\n"));
            else target.getOutputStream().write(bytes(direct(head, url)));
            threads.execute(() -> pump(client, target));
            copy(target.getInputStream(), client.getOutputStream());
        }
    }

    private static String direct(List<String> head, URI url) {
        var line = head.get(0).split(" ");
        return head.stream()
                .skip(1)
                .filter(field -> !field.toLowerCase(Locale.ROOT).startsWith("proxy-")
                        && !field.toLowerCase(Locale.ROOT).startsWith("connection:"))
                .collect(Collectors.joining(
                        "\r\n", line[0] + " " + url.getRawPath() + " HTTP/1.1\r\nConnection: close\r\n", "\r\n\r\n"));
    }

    private static void pump(Socket from, Socket to) {
        try {
            copy(from.getInputStream(), to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException gone) {
            // The other direction ends too.
        }
    }

    private static void copy(InputStream from, OutputStream to) throws IOException {
        var buffer = new byte[8192];
        for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
            to.write(buffer, 0, count);
            to.flush();
        }
    }

    private boolean isLoggedIn(List<String> head) {
        return head.stream().anyMatch(field -> field.equalsIgnoreCase("Proxy-Authorization: " + login));
    }

    private static int length(List<String> head) {
        return head.stream()
                .filter(field -> field.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .map(field -> Integer.parseInt(field.substring(15).strip()))
                .findFirst()
                .orElse(0);
    }

    /** The lines before the body; empty at the end of the connection. */
    private static List<String> head(InputStream in) throws IOException {
        var text = new ByteArrayOutputStream();
        for (int one = in.read(); one >= 0; one = in.read()) {
            text.write(one);
            var so = text.toString(StandardCharsets.ISO_8859_1);
            if (so.endsWith("\r\n\r\n")) return List.of(so.strip().split("\r\n"));
        }
        return List.of();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (var one : open) one.close();
        threads.shutdownNow();
    }
}
