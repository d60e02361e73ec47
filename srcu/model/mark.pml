/*
 * How a grace period waits for a registered reader: mark its cell, park with a timeout, be unparked.
 *
 * Modelled: one reader that comes again without end, or stops coming; an updater that runs two grace
 * periods. It marks the cell (compare-and-set from e to e|WANT) and parks. The reader looks for the mark
 * before it overwrites its cell, in exit and in quiescent(), and then unparks. A timeout may strike at
 * any time, so a spin is a short park. An unpark is a full fence, as it takes a lock.
 *
 * Holds: no use after free; with PROGRESS, every grace period ends (weak fairness). The wake-up is a
 * hint: it is lost if the mark comes between the reader's look and its store, and the timeout ends the
 * wait. A barrier after the mark (HEAVY_RECHECK), or fences in the reader (FENCES), change nothing; with
 * an atomic exchange in the reader (EXCHANGE) no timeout would be needed.
 * Size: 20 thousand states.
 *
 * Broken on purpose:
 *   PARK_WITHOUT_TIMEOUT  the lost wake-up is a wait for ever
 *   MARK_NOT_STRIPPED     a marked cell is taken for a newer epoch
 */
#define READERS 1
#define READER 0
#define UPDATER 1
#define THREADS 2
#define OBJECTS 2
#define PERIODS 2

#define CURRENT 0
#define EPOCH 1
#define CELL 2
#define LOCATIONS 3
#include "tso.pml"
#include "object.pml"

#define WANT 128
#ifdef MARK_NOT_STRIPPED
#define EPOCH_OF(cell) (cell)
#else
#define EPOCH_OF(cell) ((cell) & 127)
#endif

bool permit; /* the updater's: unpark gives it, park takes it */
bool finished;

#ifdef PROGRESS
ltl ends { <> finished }
#endif

/* A section ends, and the next begins if `stamp` is not 0. */
inline leave(stamp) {
#ifdef EXCHANGE
    d_step { drain(READER); seen = memory[CELL]; memory[CELL] = stamp };
#else
    load(READER, CELL, seen);
    store(READER, CELL, stamp);
#ifdef FENCES
    fence(READER);
#endif
#endif
    if
    :: d_step { seen >= WANT -> drain(READER); permit = true }
    :: seen < WANT
    fi;
    seen = 0
}

proctype Reader() {
    byte epoch, seen;
    do
    :: true ->
        load(READER, EPOCH, epoch);
        store(READER, CELL, epoch);
#ifdef FENCES
        fence(READER);
#endif
        epoch = 0;
        take(READER, CURRENT);
        do
        :: let_go(READER); /* quiescent() */
            load(READER, EPOCH, epoch);
            load(READER, CELL, seen);
            if
            :: epoch != seen -> leave(epoch)
            :: else -> seen = 0
            fi;
            epoch = 0;
            take(READER, CURRENT)
        :: break
        od;
        let_go(READER);
        leave(0)
    :: break
    od
}

inline barrier() {
#ifdef FENCES
    fence(UPDATER)
#else
    membarrier(UPDATER, n)
#endif
}

inline park() {
    if
    :: d_step { permit -> permit = false }
#ifndef PARK_WITHOUT_TIMEOUT
    :: true
#endif
    fi
}

proctype Updater() {
    byte old, n, seen;
    byte epoch = 1;
    do
    :: epoch <= PERIODS ->
        reuse(1 - old);
        store(UPDATER, CURRENT, 1 - old);
        store(UPDATER, EPOCH, epoch + 1);
        barrier();
        do
        :: true ->
            seen = memory[CELL];
            if
            :: seen == 0 || EPOCH_OF(seen) > epoch -> break
            :: else
            fi;
            if
            :: d_step { memory[CELL] == seen -> memory[CELL] = seen | WANT }
#ifdef HEAVY_RECHECK
                barrier();
                if
                :: memory[CELL] == (seen | WANT) -> park()
                :: else
                fi
#else
                park()
#endif
            :: memory[CELL] != seen
            fi
        od;
        seen = 0;
        free(old);
        d_step { old = 1 - old; epoch++ }
    :: else -> break
    od;
    finished = true
}

init {
    d_step { memory[EPOCH] = 1 };
    atomic {
        run Reader();
        run Updater();
        run Flusher(READER);
        run Flusher(UPDATER)
    }
}
