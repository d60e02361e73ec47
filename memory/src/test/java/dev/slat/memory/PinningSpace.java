package dev.slat.memory;

import dev.slat.memory.host.HostNotifier;
import dev.slat.memory.host.HostSpace;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The window, with its pins counted; a chosen pin fails, and a test may look at each resolve. */
final class PinningSpace implements HostSpace {
    private final HostSpace window = HostSpace.window();
    private final Map<String, Integer> pins = new ConcurrentHashMap<>();

    /** Runs in each resolve, with the user address. */
    volatile Consumer<Long> onResolve = address -> {};

    /** Pins that succeed before one fails. */
    int pinsLeft = Integer.MAX_VALUE;

    /** What the pin that fails throws. */
    Errno failure = Errno.EFAULT;

    private static String range(long userAddress, long bytes) {
        return "0x%x+0x%x".formatted(userAddress, bytes);
    }

    /** How often each range is pinned; ranges that are not are absent. */
    Map<String, Integer> pins() {
        return Map.copyOf(pins);
    }

    @Override
    public void pin(long userAddress, long bytes) {
        if (pinsLeft-- == 0) {
            throw new GuestMemoryException(failure, "no pin for " + range(userAddress, bytes));
        }
        pins.merge(range(userAddress, bytes), 1, Integer::sum);
    }

    @Override
    public void unpin(long userAddress, long bytes) {
        pins.compute(
                range(userAddress, bytes),
                (range, count) -> {
                    if (count == null) {
                        throw new IllegalStateException(range + " is not pinned");
                    }
                    return count == 1 ? null : count - 1;
                });
    }

    @Override
    public boolean isUserRange(long userAddress, long bytes) {
        return window.isUserRange(userAddress, bytes);
    }

    @Override
    public long resolve(long userAddress, boolean write) {
        onResolve.accept(userAddress);
        return window.resolve(userAddress, write);
    }

    @Override
    public void retain(long userAddress, long bytes) {
        window.retain(userAddress, bytes);
    }

    @Override
    public void release(long userAddress, long bytes) {
        window.release(userAddress, bytes);
    }

    @Override
    public void addNotifier(HostNotifier notifier) {
        window.addNotifier(notifier);
    }

    @Override
    public void removeNotifier(HostNotifier notifier) {
        window.removeNotifier(notifier);
    }
}
