package dev.slat.machine.gdb;

import dev.slat.machine.harts.BoardHart;
import dev.slat.riscv.DebugStop;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Waits at an {@link GdbEndpoint} for debuggers, and serves one at a time.
 *
 * <p>Bound by the constructor, so that a place that is taken is found out before the guest boots;
 * serves from {@link #start}; {@link #close} tells a debugger that the machine has ended. Threads:
 * any. The harts' listener only puts an event into the session's queue.
 */
public final class GdbServer implements AutoCloseable {
    /** How long a debugger may take to read that the machine has ended. */
    private static final long GOODBYE_MILLIS = 2_000;

    private final DebugTarget target;
    private final ServerSocketChannel listener;
    private final @Nullable Path socketFile;
    private final String address;
    private final Thread thread;
    private volatile @Nullable BlockingQueue<SessionEvent> session;
    private volatile boolean closing;

    /** Binds the endpoint. */
    public GdbServer(GdbEndpoint endpoint, DebugTarget target) throws IOException {
        this.target = target;
        boolean unix = endpoint.address() instanceof UnixDomainSocketAddress;
        this.listener =
                unix
                        ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                        : ServerSocketChannel.open();
        try {
            if (!unix) {
                listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            }
            listener.bind(endpoint.address());
            address = text(listener.getLocalAddress());
        } catch (IOException e) {
            listener.close();
            throw e;
        }
        this.socketFile =
                endpoint.address() instanceof UnixDomainSocketAddress path ? path.getPath() : null;
        target.harts().forEach(hart -> hart.onDebugStop(this::stopped));
        this.thread = Thread.ofPlatform().name("gdb").daemon().unstarted(this::serve);
    }

    /** Where it listens, as {@link GdbEndpoint} writes it: with the port chosen for port 0. */
    public String address() {
        return address;
    }

    private static String text(SocketAddress bound) {
        return bound instanceof InetSocketAddress inet
                ? inet.getAddress().getHostAddress() + ":" + inet.getPort()
                : bound.toString();
    }

    /** Begins to take debuggers. */
    public void start() {
        thread.start();
    }

    private void stopped(BoardHart hart, DebugStop stop) {
        BlockingQueue<SessionEvent> queue = session;
        if (queue != null) {
            queue.add(new SessionEvent.Stopped(hart.hart().id(), stop));
        }
    }

    private void serve() {
        try {
            while (!closing) {
                try (SocketChannel connection = listener.accept()) {
                    serve(connection);
                }
            }
        } catch (IOException e) {
            // closed: the machine has ended
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(SocketChannel connection) throws IOException, InterruptedException {
        if (connection.getLocalAddress() instanceof InetSocketAddress) {
            connection.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        BlockingQueue<SessionEvent> events = new LinkedBlockingQueue<>();
        PacketWriter writer = new PacketWriter(Channels.newOutputStream(connection));
        PacketReader reader = new PacketReader(Channels.newInputStream(connection), writer);
        session = events;
        if (closing) {
            return;
        }
        Thread.ofPlatform().name("gdb-in").daemon().start(() -> read(reader, events));
        try {
            new GdbSession(target, events, writer).run();
        } finally {
            session = null;
        }
    }

    private static void read(PacketReader reader, BlockingQueue<SessionEvent> events) {
        try {
            while (true) {
                events.add(reader.next());
            }
        } catch (IOException e) {
            events.add(new SessionEvent.Closed());
        }
    }

    @Override
    public void close() {
        closing = true;
        BlockingQueue<SessionEvent> queue = session;
        if (queue != null) {
            queue.add(new SessionEvent.Ended());
        }
        try {
            listener.close();
            if (socketFile != null) {
                Files.deleteIfExists(socketFile);
            }
            thread.join(GOODBYE_MILLIS);
        } catch (IOException e) {
            // nothing that was ours is left to release
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
