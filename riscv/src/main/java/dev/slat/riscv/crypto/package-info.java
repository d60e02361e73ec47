/**
 * The computations of the scalar cryptography extensions Zbc, Zbk* and Zk*, one class for each
 * algorithm (unprivileged manual, chapter "Cryptography Extensions: Scalar &amp; Entropy Source").
 * They take and give registers and know nothing of a hart. Their time may depend on the data.
 */
@org.jspecify.annotations.NullMarked
package dev.slat.riscv.crypto;
