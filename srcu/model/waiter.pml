/*
 * How a grace period waits for readers that have no cell of their own: publish the waiter, look again,
 * park with a timeout, be unparked.
 *
 * Modelled: one reader that comes again without end, or stops coming; an updater that runs two grace
 * periods. The reader looks for a waiter after its exit and unparks it. A timeout may strike at any
 * time, so a spin is a short park. An unpark is a full fence, as it takes a lock.
 *
 * Abstracted: a cell stands for the counts; what matters here is that the exit is a buffered store.
 *
 * Holds: with PROGRESS, every grace period ends (weak fairness). The wake-up is a hint: it is lost if
 * the reader looks for the waiter while its exit is still in the store buffer, and the timeout ends the
 * wait. No timeout would be needed with a second heavy barrier between publishing and the look
 * (HEAVY_RECHECK), or with a fence in the exit (FENCES).
 * Size: 5 thousand states.
 *
 * Broken on purpose:
 *   PARK_WITHOUT_TIMEOUT  the lost wake-up is a wait for ever
 *   WEAK_UNPARK           even with HEAVY_RECHECK: an unpark that overtakes the exit is a lost one
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
#define WAITER 3
#define LOCATIONS 4
#include "tso.pml"
#include "object.pml"

bool permit; /* the updater's: unpark gives it, park takes it */
bool finished;

#ifdef PROGRESS
ltl ends { <> finished }
#endif

proctype Reader() {
    byte epoch, waiter;
    do
    :: true ->
        load(READER, EPOCH, epoch);
        store(READER, CELL, epoch);
#ifdef FENCES
        fence(READER);
#endif
        epoch = 0;
        take(READER, CURRENT);
        let_go(READER);
        store(READER, CELL, 0);
#ifdef FENCES
        fence(READER);
#endif
        load(READER, WAITER, waiter);
        if
#ifdef WEAK_UNPARK
        :: d_step { waiter != 0 -> permit = true }
#else
        :: d_step { waiter != 0 -> drain(READER); permit = true }
#endif
        :: waiter == 0
        fi;
        waiter = 0
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

inline publish(thread) {
    store(UPDATER, WAITER, thread);
    fence(UPDATER)
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
    byte old, n;
    byte epoch = 1;
    do
    :: epoch <= PERIODS ->
        reuse(1 - old);
        store(UPDATER, CURRENT, 1 - old);
        store(UPDATER, EPOCH, epoch + 1);
        barrier();
        publish(1);
#ifdef HEAVY_RECHECK
        barrier();
#endif
        do
        :: d_step { memory[CELL] == 0 || memory[CELL] > epoch } -> break
        :: d_step { memory[CELL] != 0 && memory[CELL] <= epoch } -> park()
        od;
        publish(0);
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
