/**
 * Golden vectors of the real KVM: scenarios of memory-slot calls, log calls and guest accesses, one
 * operation a line, each with the answer that a real kernel gave.
 *
 * <p>{@link dev.slat.conformance.vectors.VectorParser} reads a file to {@link
 * dev.slat.conformance.vectors.Operation}s and {@link dev.slat.conformance.vectors.Answer}s, {@link
 * dev.slat.conformance.vectors.VectorRunner} asks a {@link
 * dev.slat.conformance.vectors.VectorMachine} the same and compares. {@link
 * dev.slat.conformance.vectors.KvmMachine} is the real thing, by its system calls.
 */
package dev.slat.conformance.vectors;
