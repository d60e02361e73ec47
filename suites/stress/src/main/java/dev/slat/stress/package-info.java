/**
 * Litmus tests of {@code dev.slat.srcu}, and of the marks of {@code dev.slat.memory}, for jcstress.
 *
 * <p>Each ordering claim is shown three times: a model in a few lines without the ordering, whose
 * forbidden outcome must be seen (else the test proves nothing); the same lines with it; and the
 * real class, for every kind of reader. {@code ./dev stress} runs them on every barrier that the
 * machine has, and gives the verdict.
 */
@org.jspecify.annotations.NullMarked
package dev.slat.stress;
