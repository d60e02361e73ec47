package dev.slat.torture;

/** What tight readers look at: alive, until it is freed. */
final class Block {
    /** How many were published before it. */
    final long number;

    private volatile boolean freed;

    Block(long number) {
        this.number = number;
    }

    void free() {
        freed = true;
    }

    boolean isFreed() {
        return freed;
    }
}
