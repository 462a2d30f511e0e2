package dev.drawbridge.story;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands on the way to a node and keeps every byte that passes, in both directions. */
final class Wiretap implements AutoCloseable {
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<ByteArrayOutputStream> heard = new CopyOnWriteArrayList<>();

    private volatile ServerSocket door;

    private Wiretap(ServerSocket door, int target) {
        this.door = door;
        this.target = target;
    }

    static Wiretap before(int port) throws IOException {
        var door = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        var tap = new Wiretap(door, port);
        daemon(() -> tap.listen(door));
        return tap;
    }

    /** The way is cut: what is under way breaks, and nobody gets through. */
    void cut() throws IOException {
        door.close();
        for (var socket : open) socket.close();
    }

    /** The way is open again, where it was. */
    void mend() throws IOException {
        var again = new ServerSocket();
        again.setReuseAddress(true);
        again.bind(new InetSocketAddress("127.0.0.1", door.getLocalPort()), 50);
        door = again;
        daemon(() -> listen(again));
    }

    String url() {
        return "http://127.0.0.1:" + door.getLocalPort();
    }

    /** All that passed so far. */
    String heard() {
        var text = new StringBuilder();
        for (var stream : heard)
            text.append(stream.toString(StandardCharsets.UTF_8)).append('\n');
        return text.toString();
    }

    /** Forgets what passed so far. */
    void forget() {
        heard.forEach(ByteArrayOutputStream::reset);
    }

    private void listen(ServerSocket at) {
        while (!at.isClosed()) {
            try {
                var caller = at.accept();
                var node = target(caller);
                caller.setTcpNoDelay(true);
                node.setTcpNoDelay(true);
                open.addAll(List.of(caller, node));
                daemon(() -> pass(caller, node));
                daemon(() -> pass(node, caller));
            } catch (IOException closed) {
                // The next caller tries again.
            }
        }
    }

    /** Where nobody listens behind it, the caller hears so at once. */
    private Socket target(Socket caller) throws IOException {
        try {
            return new Socket(InetAddress.getByName("127.0.0.1"), target);
        } catch (IOException away) {
            caller.close();
            throw away;
        }
    }

    private void pass(Socket from, Socket to) {
        var kept = new ByteArrayOutputStream();
        heard.add(kept);
        try (from;
                to) {
            copy(from.getInputStream(), to.getOutputStream(), kept);
        } catch (IOException cut) {
            // Either end has hung up.
        } finally {
            open.removeAll(List.of(from, to));
        }
    }

    private static void copy(InputStream from, OutputStream to, ByteArrayOutputStream kept) throws IOException {
        var buffer = new byte[8192];
        for (var read = from.read(buffer); read >= 0; read = from.read(buffer)) {
            kept.write(buffer, 0, read);
            to.write(buffer, 0, read);
            to.flush();
        }
    }

    private static void daemon(Runnable work) {
        var thread = new Thread(work, "wiretap");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        cut();
    }
}
