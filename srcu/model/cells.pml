/*
 * Cells that hold a mark inside a section and 0 outside, stored without a fence; against membarrier, one
 * look that notes who is inside and puts a new mark beside its cell, and a wait until each cell holds
 * something else.
 *
 * Modelled: two readers that come again without end, or stop coming, and pass from section to section
 * by leaving and entering or by quiescent(), which is one store if the mark is new; an updater that never
 * stops. The second reader is registered when first used. FENCES: the other mode.
 *
 * Abstracted: there are two marks by turns instead of one more each time. That can only hide that a
 * section has ended, and does not starve the updater even so. A new mark is in memory at once: if it came
 * later, a reader would see the old one for longer, as one does here that has loaded it just before.
 *
 * Holds: no use after free; with PROGRESS, every grace period ends (weak fairness).
 * Size: 1.9 million states; 1.4 million for PROGRESS with buffers of one store.
 *
 * Broken on purpose:
 *   NO_HEAVY            a cell in a store buffer is not seen (FENCES: the updater's fence is missing)
 *   NO_READER_FENCE     FENCES without the fence of an entry
 *   NO_QUIESCENT_FENCE  FENCES without that of quiescent(): the step is seen after the old link was read
 *   OWN_FENCE_LAST      membarrier without the fence at its start (tso.pml)
 *   NO_WAIT             nobody is waited for
 *   EARLY_EXIT          exit without release: the cell is 0 before the last read
 *   NOTE_EARLY          the cells are noted before the barrier
 *   LIST_EARLY          the cells are listed before the barrier: a new one is missed
 *   SAME_MARK           no new mark: a reader that comes again without end starves the updater
 */
#define READERS 2
#define UPDATER READERS
#define THREADS 3
#define OBJECTS 2

#define CURRENT 0
#define CELL(r) (1 + (r))
#define MARK(r) (3 + (r))
#define LOCATIONS 5
#define OTHER(mark) (3 - (mark))
#include "tso.pml"
#include "object.pml"

byte listed = 1; /* cells that the updater can find */

#ifdef PROGRESS
bool ended;
ltl always_ends { [] <> ended }
#endif

proctype Reader(byte r) {
    byte mark, next;
    if
    :: r < listed
    :: d_step { r >= listed -> drain(r); listed = r + 1 }
    fi;
    do
    :: true ->
        load(r, MARK(r), mark);
        store(r, CELL(r), mark);
#if defined(FENCES) && !defined(NO_READER_FENCE)
        fence(r);
#endif
        take(r, CURRENT);
        do
        :: let_go(r); /* quiescent() */
            load(r, MARK(r), next);
            if
            :: next != mark ->
                store(r, CELL(r), next);
                mark = next;
#if defined(FENCES) && !defined(NO_QUIESCENT_FENCE)
                fence(r);
#endif
            :: else
            fi;
            next = 0;
            take(r, CURRENT)
        :: break
        od;
        mark = 0;
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
    :: d_step {
        n < cells ->
        if
        :: memory[CELL(n)] ->
            noted[n] = memory[CELL(n)];
#ifndef SAME_MARK
            if
            :: memory[MARK(n)] == noted[n] -> memory[MARK(n)] = OTHER(noted[n])
            :: else
            fi
#endif
        :: else
        fi;
        n++
    }
    :: n >= cells -> break
    od;
    n = 0
}

proctype Updater() {
    byte n, old, cells;
    byte noted[READERS];
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
        :: d_step { n < cells && (!noted[n] || memory[CELL(n)] != noted[n]) -> noted[n] = 0; n++ }
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
    d_step {
        memory[MARK(0)] = 1;
        memory[MARK(1)] = 1
    };
    atomic {
        run Reader(0);
        run Reader(1);
        run Updater();
        run Flusher(0);
        run Flusher(1);
        run Flusher(UPDATER)
    }
}
