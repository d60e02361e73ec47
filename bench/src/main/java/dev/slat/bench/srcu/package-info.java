/**
 * The benchmarks of {@code srcu} beside its peers. {@link dev.slat.bench.srcu.Bench} plans them and
 * starts each row in JVMs of its own, where {@link dev.slat.bench.srcu.Child} measures it.
 */
@org.jspecify.annotations.NullMarked
package dev.slat.bench.srcu;
