/*
 * One grace period for many callers: the sequence number, even when idle and odd while one runs.
 *
 * Modelled: two callers, CALLS calls each, each with a link of its own; a registered reader that comes
 * again without end, or stops coming, and reads either link. A caller unlinks, fences, takes a snapshot
 * of the sequence, and frees when (snapshot + 3) & ~1 is reached, whoever ran the grace period. FAILS:
 * once, a grace period may be given up. The sequence stays odd, the caller calls again, and whoever runs
 * next begins it afresh if that was before its barrier, and else goes on where it was left.
 *
 * Abstracted: how a reader shows that it is inside; here by the epoch of its entry. What the class does is
 * in cells.pml; for sharing all that matters is that a reader of before the barrier is waited for.
 *
 * Holds: a grace period that began after the call has ended before the return (an assertion counts
 * them); no use after free; with PROGRESS, every call returns (weak fairness).
 * Size: 0.4 million states, 4 million with FAILS.
 *
 * Broken on purpose:
 *   STALE_SHARE        the end of the grace period that runs is good enough: it may have scanned too early
 *   NO_SNAPSHOT_FENCE  the unlink is still in the caller's store buffer when another's grace period runs
 *   FAILURE_COUNTS     a grace period that was given up makes the sequence even
 */
#define READERS 1
#define READER 0
#define CALLERS 2
#define CALLER(u) (READERS + (u))
#define THREADS (READERS + CALLERS)
#ifndef CALLS
#define CALLS 2
#endif

#define EPOCH 0
#define CELL 1
#define SEQUENCE 2
#define LINK(u) (3 + (u))
#define LOCATIONS 5
#define OBJECT(u, old) (2 * (u) + (old))
#define OBJECTS 4
#include "tso.pml"
#include "object.pml"

/* The end of a grace period that has not begun yet: the next but one even number if one runs. */
#ifdef STALE_SHARE
#define NEEDED(snapshot) ((snapshot + 2) & 254)
#else
#define NEEDED(snapshot) ((snapshot + 3) & 254)
#endif

bool locked;
bool gave_up;
bool ordered;   /* the grace period that runs, or was given up, has passed its barrier */
byte old_epoch; /* if so: the epoch that it ended */
byte begun; /* how many grace periods have begun, for the assertion */
byte ended; /* the last of them that has ended */
byte returned;

#ifdef PROGRESS
ltl ends { <> (returned == CALLERS * CALLS) }
#endif

proctype Reader() {
    byte epoch;
    do
    :: true ->
        load(READER, EPOCH, epoch);
        store(READER, CELL, epoch);
        epoch = 0;
        if
        :: take(READER, LINK(0))
        :: take(READER, LINK(1))
        fi;
        let_go(READER);
        store(READER, CELL, 0)
    :: break
    od
}

/* What one caller runs for all who wait; the registered reader stands for all readers. */
inline grace_period() {
    if
    :: !ordered ->
        d_step { memory[SEQUENCE] = memory[SEQUENCE] | 1; begun++ };
        if
        :: old_epoch = memory[EPOCH];
            memory[EPOCH] = old_epoch + 1;
            membarrier(CALLER(u), n);
            ordered = true
#ifdef FAILS
        :: d_step { !gave_up -> gave_up = true; failed = true }
#ifdef FAILURE_COUNTS
            memory[SEQUENCE] = memory[SEQUENCE] + 1
#endif
#endif
        fi
    :: else
    fi;
    if
    :: d_step { ordered && (memory[CELL] == 0 || memory[CELL] > old_epoch) -> old_epoch = 0 };
        ordered = false;
        d_step { memory[SEQUENCE] = memory[SEQUENCE] + 1; ended = begun }
    :: failed
#ifdef FAILS
    :: d_step { ordered && !gave_up -> gave_up = true; failed = true }
#endif
    fi
}

proctype Caller(byte u) {
    byte calls, old, snapshot, needed, before, n;
    bool failed;
    do
    :: calls < CALLS ->
        reuse(OBJECT(u, 1 - old));
        store(CALLER(u), LINK(u), OBJECT(u, 1 - old));
again:
        true;
#ifndef NO_SNAPSHOT_FENCE
        fence(CALLER(u));
#endif
        d_step {
            look(CALLER(u), SEQUENCE, snapshot);
            needed = NEEDED(snapshot);
            snapshot = 0;
            before = begun
        };
        do
        :: memory[SEQUENCE] >= needed -> break
        :: d_step { !locked -> locked = true; drain(CALLER(u)) };
            do
            :: memory[SEQUENCE] < needed && !failed -> grace_period()
            :: else -> break
            od;
            locked = false;
            break
        od;
        if
        :: failed -> failed = false; goto again
        :: else
        fi;
        assert(ended > before);
        free(OBJECT(u, old));
        d_step { old = 1 - old; needed = 0; before = 0; calls++; returned++ }
    :: else -> break
    od
}

init {
    d_step {
        memory[EPOCH] = 1;
        memory[LINK(1)] = OBJECT(1, 0)
    };
    atomic {
        run Reader();
        run Caller(0);
        run Caller(1);
        run Flusher(READER);
        run Flusher(CALLER(0));
        run Flusher(CALLER(1))
    }
}
