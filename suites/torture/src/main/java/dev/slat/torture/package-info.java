/**
 * Runs that must end in a verdict: {@code slat torture srcu}.
 *
 * <h2>What is tortured</h2>
 *
 * One domain of {@code dev.slat.srcu}, by parts that take turns ({@link dev.slat.torture.Part}).
 * Each part starts its own threads and ends them, so that the domain falls idle and wakes again.
 *
 * <p><b>The mix</b> follows the kernel's rcutorture. An updater publishes an element, replaces it,
 * and lets the old one grow older by one with each grace period, up to an age at which it is wiped
 * and used again. A reader takes the published element inside a section and looks at it until the
 * end. It may see age 0 (published) and 1 (unlinked while it held it). An age of 2 or more means
 * that a grace period has ended without waiting for it: the histogram in the report shows how far
 * it went. The readers are registered and anonymous, on platform threads and virtual ones, nested
 * and overlapping, resident, handed over between threads, and of threads that end inside their
 * section. The updaters wait in every way that the library has, some of them interrupted or timed
 * out, which frees nothing. Fake updaters ask for grace periods that nobody needs. On the way these
 * are checked:
 *
 * <ul>
 *   <li>the contents of each element: publication;
 *   <li>its guest book: every reader that came to an element has left it when a grace period ends,
 *       and the updater sees the reader's last store without a fence of its own;
 *   <li>a mailbox: what a reader saw of another one's count is true for a third one afterwards;
 *   <li>cookies: not over inside the section that took them, over after a grace period, never over
 *       before an earlier one;
 *   <li>the order of callbacks, also on an executor of several threads;
 *   <li>the barrier: all callbacks that some threads left have run when awaitCallbacks returns;
 *   <li>the pool: in the end each element is published, waiting or free.
 * </ul>
 *
 * <p><b>Store-miss</b> opens the window that the heavy barrier closes: the store by which a reader
 * says "inside" waits in the store buffer behind stores that miss the caches. <b>Stragglers</b>
 * opens the one that the scan of the second bank closes: a reader is stopped between loading the
 * bank's number and counting itself. <b>Progress</b> has readers that leave no gap and more
 * callbacks than may wait: grace periods must end and callbacks run all the same.
 *
 * <h2>How a verdict is reached</h2>
 *
 * Each check counts how often it passed and failed. One failure is a {@code FAILURE}; the first one
 * stands in the verdict in words. So is an error that a thread ends by, a grace period that waits
 * for longer than any section lasts, a thread that does not end, and a domain that cannot be closed
 * at the end.
 *
 * <p>The seed determines what each thread chooses, not when the system lets it run. So the same
 * seed makes the same mix, and not the same schedule: a failure that depends on the schedule may
 * need more than one run to come back.
 *
 * <h2>Why a success means something</h2>
 *
 * {@link dev.slat.torture.BrokenVariant} lists faults, of the library and of its users, that the
 * same checks must find within 30 seconds each. The tests of this module, and whoever doubts, run
 * them. The heavy barrier is missed in code of C2 only, so the tight loops are small enough for it.
 */
package dev.slat.torture;
