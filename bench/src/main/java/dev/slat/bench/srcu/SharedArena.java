package dev.slat.bench.srcu;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Peer: memory of {@link Arena#ofShared}, which each update closes. A plain access is checked and
 * fails once the arena is closed; the reader then goes to the new one. With {@code acquire} the
 * reader keeps the arena open as a downcall does, by methods that {@code --add-exports
 * java.base/jdk.internal.foreign=ALL-UNNAMED} makes visible.
 */
final class SharedArena implements Subject {
    private final BlockLink link = new BlockLink();
    private final boolean acquire;

    private static final class BlockLink extends LinkPadding {
        volatile Block target = new Block();
    }

    private static final class Block {
        final Arena arena = Arena.ofShared();
        final MemorySegment segment = arena.allocate(8);
        final Object session;

        Block() {
            segment.set(ValueLayout.JAVA_LONG, 0, 1);
            session = Session.of(segment);
        }

        void close() {
            while (arena.scope().isAlive()) {
                try {
                    arena.close();
                } catch (IllegalStateException e) {
                    Thread.onSpinWait(); // a reader is inside
                }
            }
        }
    }

    SharedArena(boolean acquire) {
        this.acquire = acquire;
    }

    @Override
    public ReadLoop reader() {
        return acquire ? new Acquire(link) : new Get(link);
    }

    @Override
    public void update() {
        Block old = link.target;
        link.target = new Block();
        old.close();
    }

    private record Get(BlockLink link) implements ReadLoop {
        @Override
        public long run(int operations) {
            BlockLink link = this.link;
            long sum = 0;
            int i = 0;
            while (i < operations) {
                try {
                    for (; i < operations; i++) {
                        sum += link.target.segment.get(ValueLayout.JAVA_LONG, 0);
                    }
                } catch (IllegalStateException e) {
                    // It was closed; the next one is there. The JVM stops an access on its way by
                    // an asynchronous exception, and interrupts the thread for it.
                    var _ = Thread.interrupted();
                }
            }
            return sum;
        }

        @Override
        public void hold(long nanos) {
            long end = System.nanoTime() + nanos;
            while (System.nanoTime() < end) {
                run(1);
            }
        }
    }

    private record Acquire(BlockLink link) implements ReadLoop {
        @Override
        public long run(int operations) {
            BlockLink link = this.link;
            long sum = 0;
            int i = 0;
            while (i < operations) {
                Block block = link.target;
                if (Session.acquire(block.session)) {
                    sum += block.segment.get(ValueLayout.JAVA_LONG, 0);
                    Session.release(block.session);
                    i++;
                }
            }
            return sum;
        }
    }

    /** The JDK's own way to keep an arena open. */
    private static final class Session {
        private static final MethodHandle OF;
        private static final MethodHandle ACQUIRE;
        private static final MethodHandle RELEASE;

        static {
            try {
                MethodHandles.Lookup lookup = MethodHandles.lookup();
                Class<?> session = Class.forName("jdk.internal.foreign.MemorySessionImpl");
                Class<?> segment = Class.forName("jdk.internal.foreign.AbstractMemorySegmentImpl");
                MethodType nothing = MethodType.methodType(void.class);
                MethodType onObject = MethodType.methodType(void.class, Object.class);
                OF =
                        lookup.findVirtual(segment, "sessionImpl", MethodType.methodType(session))
                                .asType(MethodType.methodType(Object.class, MemorySegment.class));
                ACQUIRE = lookup.findVirtual(session, "acquire0", nothing).asType(onObject);
                RELEASE = lookup.findVirtual(session, "release0", nothing).asType(onObject);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private Session() {}

        static Object of(MemorySegment segment) {
            try {
                return (Object) OF.invokeExact(segment);
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }

        static boolean acquire(Object session) {
            try {
                ACQUIRE.invokeExact(session);
                return true;
            } catch (IllegalStateException e) {
                return false; // closed
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }

        static void release(Object session) {
            try {
                RELEASE.invokeExact(session);
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
