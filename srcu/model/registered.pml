/*
 * Registered readers: a cell each, stored without a fence, against epoch, membarrier and scan.
 *
 * Modelled: two readers that come again without end, or stop coming, and pass from section to section
 * by exit and enter or by quiescent(); an updater that runs PERIODS grace periods. Three are enough for
 * an epoch that was loaded two grace periods before it is stored. FENCES: the other mode.
 *
 * Abstracted: the list of readers is fixed (for one that grows see anonymous.pml); no nesting.
 *
 * Holds: no use after free; with PROGRESS, every grace period ends (weak fairness).
 * Size: 1.4 million states; 0.2 million for PROGRESS with two periods and DEPTH=1.
 *
 * Broken on purpose:
 *   NO_HEAVY           a cell in a store buffer is not seen (FENCES: the updater's own fence is missing)
 *   NO_READER_FENCE    FENCES without the reader's half
 *   OWN_FENCE_LAST     membarrier without the fence at its start (tso.pml)
 *   NO_WAIT            nobody is waited for
 *   EARLY_EXIT         exit without release: the cell is cleared before the last read
 *   EPOCH_FIRST        the epoch is advanced before the unlink: a new epoch says nothing
 *   EPOCH_NOT_ACQUIRE  the pointer is read before the epoch, as a weak machine may without acquire
 *   WAIT_FOR_ZERO      a cell of a newer epoch is not good enough: quiescent() starves the updater
 */
#define READERS 2
#define UPDATER READERS
#define THREADS 3
#define OBJECTS 2

#define CURRENT 0
#define EPOCH 1
#define CELL(r) (2 + (r))
#define LOCATIONS 4
#include "tso.pml"
#include "object.pml"

#ifndef PERIODS
#define PERIODS 3
#endif

bool finished;

#ifdef PROGRESS
ltl ends { <> finished }
#endif

proctype Reader(byte r) {
    byte epoch, stamp;
    do
    :: true ->
#ifdef EPOCH_NOT_ACQUIRE
        take(r, CURRENT);
#endif
        load(r, EPOCH, stamp);
        store(r, CELL(r), stamp);
#if defined(FENCES) && !defined(NO_READER_FENCE)
        fence(r);
#endif
#ifndef EPOCH_NOT_ACQUIRE
        take(r, CURRENT);
#endif
        do
        :: let_go(r); /* quiescent() */
            load(r, EPOCH, epoch);
            if
            :: epoch != stamp -> store(r, CELL(r), epoch)
            :: else
            fi;
            d_step { stamp = epoch; epoch = 0 };
            take(r, CURRENT)
        :: break
        od;
        stamp = 0;
#ifdef EARLY_EXIT
        store(r, CELL(r), 0);
        let_go(r)
#else
        let_go(r);
        store(r, CELL(r), 0)
#endif
    :: break
    od
}

proctype Updater() {
    byte old, n;
    byte epoch = 1;
    do
    :: epoch <= PERIODS ->
        reuse(1 - old);
#ifdef EPOCH_FIRST
        store(UPDATER, EPOCH, epoch + 1);
        store(UPDATER, CURRENT, 1 - old);
#else
        store(UPDATER, CURRENT, 1 - old);
        store(UPDATER, EPOCH, epoch + 1);
#endif
#ifndef NO_HEAVY
#ifdef FENCES
        fence(UPDATER);
#else
        membarrier(UPDATER, n);
#endif
#endif
#ifndef NO_WAIT
        do
        :: d_step { n < READERS && memory[CELL(n)] == 0 -> n++ }
#ifndef WAIT_FOR_ZERO
        :: d_step { n < READERS && memory[CELL(n)] > epoch -> n++ }
#endif
        :: n == READERS -> break
        od;
        n = 0;
#endif
        free(old);
        d_step { old = 1 - old; epoch++ }
    :: else -> break
    od;
    finished = true
}

init {
    d_step { memory[EPOCH] = 1 };
    atomic {
        run Reader(0);
        run Reader(1);
        run Updater();
        run Flusher(0);
        run Flusher(1);
        run Flusher(UPDATER)
    }
}
