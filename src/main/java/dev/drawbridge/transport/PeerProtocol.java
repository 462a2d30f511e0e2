package dev.drawbridge.transport;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.Constants;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * HTTP on the peer port. Tomcat's own time-out begins anew with each byte, so heads that come byte by byte would keep
 * their connections for hours; here the whole head has to come in time.
 */
final class PeerProtocol extends Http11NioProtocol {
    private final Duration headTime;
    private final Map<SocketWrapperBase<?>, Long> incomplete = new HashMap<>();
    private @Nullable ScheduledFuture<?> watch;

    PeerProtocol(Duration headTime) {
        this.headTime = headTime;
    }

    @Override
    public void start() throws Exception {
        super.start();
        var every = Math.max(20, headTime.toMillis() / 10);
        watch = getUtilityExecutor().scheduleWithFixedDelay(this::look, every, every, TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop() throws Exception {
        if (watch != null) watch.cancel(false);
        super.stop();
    }

    private void look() {
        var now = System.nanoTime();
        var open = getEndpoint().getConnections();
        incomplete.keySet().retainAll(open);
        for (SocketWrapperBase<?> connection : open) {
            if (!isReadingHead(connection)) incomplete.remove(connection);
            else if (now - incomplete.computeIfAbsent(connection, first -> now) > headTime.toNanos())
                connection.close();
        }
    }

    private static boolean isReadingHead(SocketWrapperBase<?> connection) {
        return connection.getCurrentProcessor() instanceof Processor processor
                && processor.getRequest().getRequestProcessor().getStage() == Constants.STAGE_PARSE;
    }
}
