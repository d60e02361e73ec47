/*
 * Cells that step: odd inside a section, even outside, greater by one with each step, stored without a
 * fence; against membarrier, one look that notes who is inside, and a wait until they have stepped.
 *
 * Modelled: two readers that come again without end, or stop coming, and pass from section to section
 * by leaving and entering or by quiescent(), which is one store; an updater that never stops. The second
 * reader is registered when first used. FENCES: the other mode.
 *
 * Abstracted: no value comes twice, so all that matters of one is whether it is odd, and whether it is
 * the one that was noted. The note is a bit in memory, which any later store takes away.
 *
 * Holds: no use after free; with PROGRESS, every grace period ends (weak fairness).
 * Size: 0.1 million states, 0.3 million for PROGRESS.
 *
 * Broken on purpose:
 *   NO_HEAVY            a cell in a store buffer is not seen (FENCES: the updater's fence is missing)
 *   NO_READER_FENCE     FENCES without the fence of an entry
 *   NO_QUIESCENT_FENCE  FENCES without that of quiescent(): the step is seen after the old link was read
 *   OWN_FENCE_LAST      membarrier without the fence at its start (tso.pml)
 *   NO_WAIT             nobody is waited for
 *   EARLY_EXIT          exit without release: the cell steps before the last read
 *   NOTE_EARLY          the cells are noted before the barrier
 *   LIST_EARLY          the cells are listed before the barrier: a new one is missed
 *   WAIT_FOR_EVEN       a step is not good enough: quiescent() starves the updater
 */
#define READERS 2
#define UPDATER READERS
#define THREADS 3
#define OBJECTS 2

#define CURRENT 0
#define CELL(r) (1 + (r))
#define LOCATIONS 3
#define ODD 1
#define NOTED 2
#include "tso.pml"
#include "object.pml"

byte listed = 1; /* cells that the updater can find */

#ifdef PROGRESS
bool ended;
ltl always_ends { [] <> ended }
#endif

proctype Reader(byte r) {
    if
    :: r < listed
    :: d_step { r >= listed -> drain(r); listed = r + 1 }
    fi;
    do
    :: true ->
        store(r, CELL(r), ODD);
#if defined(FENCES) && !defined(NO_READER_FENCE)
        fence(r);
#endif
        take(r, CURRENT);
        do
        :: let_go(r); /* quiescent() */
            store(r, CELL(r), ODD);
#if defined(FENCES) && !defined(NO_QUIESCENT_FENCE)
            fence(r);
#endif
            take(r, CURRENT)
        :: break
        od;
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

inline note() {
    do
    :: d_step { n < cells && memory[CELL(n)] == ODD -> memory[CELL(n)] = ODD + NOTED; n++ }
    :: d_step { n < cells && memory[CELL(n)] != ODD -> n++ }
    :: n >= cells -> break
    od;
    n = 0
}

proctype Updater() {
    byte n, old, cells;
    do
    :: true ->
        reuse(1 - old);
        store(UPDATER, CURRENT, 1 - old);
#if defined(LIST_EARLY) || defined(NOTE_EARLY)
        cells = listed;
#endif
#ifdef NOTE_EARLY
        note();
#endif
#ifndef NO_HEAVY
#ifdef FENCES
        fence(UPDATER);
#else
        membarrier(UPDATER, n);
#endif
#endif
#ifndef NOTE_EARLY
#ifndef LIST_EARLY
        cells = listed;
#endif
        note();
#endif
#ifndef NO_WAIT
        do
#ifdef WAIT_FOR_EVEN
        :: d_step { n < cells && memory[CELL(n)] == 0 -> n++ }
#else
        :: d_step { n < cells && memory[CELL(n)] <= ODD -> n++ }
#endif
        :: n >= cells -> break
        od;
        n = 0;
#endif
        free(old);
#ifdef PROGRESS
        ended = true;
        ended = false;
#endif
        old = 1 - old;
        cells = 0
    od
}

init {
    atomic {
        run Reader(0);
        run Reader(1);
        run Updater();
        run Flusher(0);
        run Flusher(1);
        run Flusher(UPDATER)
    }
}
