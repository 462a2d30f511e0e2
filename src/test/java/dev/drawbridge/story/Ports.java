package dev.drawbridge.story;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports that nobody else takes between the moment they are found and the moment a node listens there: outside of the range
 * from which the system takes ports of its own, and another thousands for each process that runs tests at the same time.
 * Where in them it begins depends on the process, so that two builds on one machine seldom meet.
 */
final class Ports {
    private static final int EACH = 4_000;
    private static final int FIRST = 12_000 + EACH * Integer.getInteger("test.fork", 0);
    private static final AtomicInteger NEXT =
            new AtomicInteger((int) (ProcessHandle.current().pid() * 61 % EACH));

    private Ports() {}

    static int free() {
        for (var attempt = 0; attempt < EACH; attempt++) {
            var port = FIRST + NEXT.getAndIncrement() % EACH;
            try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                continue;
            }
        }
        throw new IllegalStateException("No free port is left for tests");
    }
}
