package dev.slat.conformance.vectors;

/** Makes a fresh machine that answers as a kernel does. */
@FunctionalInterface
interface MachineMaker {
    VectorMachine make(Kernel kernel);
}
