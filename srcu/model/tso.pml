/*
 * A machine whose threads have store buffers, as x86 (TSO) has them.
 *
 * A store goes into its thread's buffer and reaches memory later, oldest first, whenever the thread's
 * Flusher likes. A load looks into its own thread's buffer first, then into memory. Loads keep their
 * order. A fence, and whatever is atomic, empties the buffer first.
 *
 * Abstracted: a buffer has room for DEPTH stores; a store that finds it full waits. What only a weaker
 * machine (AArch64) or a compiler does does not happen here: no load overtakes a load, no store a load
 * before it. So this machine cannot show that an acquire or a release is missing; the models swap the
 * two statements by hand instead (EARLY_EXIT).
 *
 * The including file defines THREADS and LOCATIONS, and may define DEPTH, and APPLY(location, value):
 * what a store does to memory.
 *
 * Broken on purpose: OWN_FENCE_LAST.
 */
#ifndef DEPTH
#define DEPTH 2
#endif
#ifndef APPLY
#define APPLY(location, value) memory[location] = value
#endif

typedef Buffer {
    byte used;
    byte at[DEPTH];
    byte what[DEPTH]
}

byte memory[LOCATIONS];
Buffer buffer[THREADS];
byte cursor; /* used within d_step only and 0 outside, so it adds no states */

/* Within d_step: the oldest store of the thread reaches memory. */
inline flush_oldest(thread) {
    APPLY(buffer[thread].at[0], buffer[thread].what[0]);
    buffer[thread].used--;
    cursor = 0;
    do
    :: cursor < buffer[thread].used ->
        buffer[thread].at[cursor] = buffer[thread].at[cursor + 1];
        buffer[thread].what[cursor] = buffer[thread].what[cursor + 1];
        cursor++
    :: else -> break
    od;
    buffer[thread].at[cursor] = 0;
    buffer[thread].what[cursor] = 0;
    cursor = 0
}

/* Within d_step: all of them do. */
inline drain(thread) {
    do
    :: buffer[thread].used > 0 -> flush_oldest(thread)
    :: else -> break
    od;
    cursor = 0
}

/* A full fence of the thread, or one that is forced upon it. Half-drained states are the Flusher's. */
inline fence(thread) {
    d_step { drain(thread) }
}

inline store(thread, location, value) {
    d_step {
        buffer[thread].used < DEPTH ->
        buffer[thread].at[buffer[thread].used] = location;
        buffer[thread].what[buffer[thread].used] = value;
        buffer[thread].used++
    }
}

/* Within d_step: what the thread reads. The newest store in its own buffer counts. */
inline look(thread, location, result) {
    result = memory[location];
    cursor = 0;
    do
    :: cursor < buffer[thread].used ->
        if
        :: buffer[thread].at[cursor] == location -> result = buffer[thread].what[cursor]
        :: else
        fi;
        cursor++
    :: else -> break
    od;
    cursor = 0
}

inline load(thread, location, result) {
    d_step { look(thread, location, result) }
}

/*
 * membarrier(2): a full fence of the caller, then one of every other thread at some moment before the
 * return, thread by thread, then one of the caller again. The first is part of the contract: without
 * it, a reader that has had its own fence could still read what the caller has not made visible.
 */
inline membarrier(caller, thread) {
#ifndef OWN_FENCE_LAST
    fence(caller);
#endif
    thread = 0;
    do
    :: d_step { thread < THREADS && thread != caller -> drain(thread); thread++ }
    :: thread == caller -> thread++
    :: thread == THREADS -> break
    od;
    thread = 0;
    fence(caller)
}

/* A process of its own, so that with weak fairness every store reaches memory some day. */
proctype Flusher(byte thread) {
end:
    do
    :: d_step { buffer[thread].used > 0 -> flush_oldest(thread) }
    od
}
