package dev.slat.torture;

/** A way of replacing an element and letting the old one grow. */
@FunctionalInterface
interface WriterKind {
    /** Replaces one element. */
    void replace(Writer writer) throws InterruptedException;
}
