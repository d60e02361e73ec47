/*
 * Anonymous readers: striped counts of entries and exits in two banks.
 *
 * Modelled: two readers that come again without end, or stop coming; an exit may be counted on the
 * other stripe, by a thread that was handed the token; an updater that never stops. A stripe belongs to
 * a thread, which adds by load and store, without a fence; SHARED: to all, with atomic adds. The second
 * stripe is listed when first used, at the worst moment: after the bank was loaded; FIXED: both are
 * from the start. FENCES: the other mode.
 *
 * Abstracted: two stripes; counts are kept small (see `settle`). The flip is fenced, or else a sum could
 * see any number of entries and the model would have no end. Without that fence, but with a bound on the
 * entries, it was found safe as well.
 *
 * Holds: no use after free; with PROGRESS, every grace period ends (weak fairness).
 * Size: 4 million states, 3 million with FIXED, 0.2 million with SHARED; 2 million for PROGRESS with FIXED
 * and DEPTH=1.
 *
 * Broken on purpose:
 *   NO_HEAVY         a count in a store buffer is not seen (SHARED, FENCES: the updater's fence is missing)
 *   NO_READER_FENCE  FENCES without the reader's half
 *   NO_WAIT          nobody is waited for
 *   EARLY_EXIT       exit without release: counted before the last read
 *   ONE_BANK         only the bank just left is drained: a reader that loaded the bank number before one
 *                    grace period and counts itself after it is missed by the next
 *   NO_FLIP          endless readers starve the updater
 *   LOCKS_FIRST      entries summed before exits: an exit whose entry was missed cancels a reader
 *   ONE_COUNTER      exits subtract from the entries' count: the same
 *   LOOSE_TOKEN      a token handed over without happens-before: an exit is seen before its entry
 *   STALE_LIST       the entries' sum does not look again which stripes there are: the same
 *   LIST_EARLY       the stripes are listed before the barrier: a new one is missed
 */
#define READERS 2
#define UPDATER READERS
#define THREADS 3
#define OBJECTS 2

#define CURRENT 0
#define BANK 1
#define COUNTS 2
#define LOCATIONS (COUNTS + 8)
#include "counts.pml"
#include "tso.pml"
#include "object.pml"

#ifdef FIXED
byte listed = 2; /* stripes that the updater can find */
#else
byte listed = 1;
#endif

#ifdef PROGRESS
bool ended;
ltl always_ends { [] <> ended }
#endif

/* Reader r leaves; by itself, or by the other thread, to which it has handed its token. */
inline count_exit() {
    if
#ifdef SHARED
    :: d_step { drain(r); change(EXIT_AT(r, bank), EXIT_ADDS) }
#else
    :: store(r, EXIT_AT(r, bank), EXIT_ADDS)
#endif
#ifdef LOOSE_TOKEN
    :: d_step { 1 - r < listed -> change(EXIT_AT(1 - r, bank), EXIT_ADDS) }
#else
    :: d_step { 1 - r < listed -> drain(r); change(EXIT_AT(1 - r, bank), EXIT_ADDS) }
#endif
    fi
}

proctype Reader(byte r) {
    byte bank;
    do
    :: true ->
        load(r, BANK, bank);
#ifndef FIXED
        if
        :: r < listed
        :: d_step { r >= listed -> drain(r); listed = r + 1 }
        fi;
#endif
#ifdef NO_FLIP
        /* Keeps the counts finite; whoever waits here waits until the sum is taken. */
        memory[ENTRIES(0, bank)] < 3 && memory[ENTRIES(1, bank)] < 3;
#endif
#ifdef SHARED
        d_step { drain(r); change(ENTRIES(r, bank), 1) };
#else
        store(r, ENTRIES(r, bank), 1);
#endif
#if defined(FENCES) && !defined(NO_READER_FENCE)
        fence(r);
#endif
        take(r, CURRENT);
#ifdef EARLY_EXIT
        count_exit();
        let_go(r);
#else
        let_go(r);
        count_exit();
#endif
        bank = 0
    :: break
    od
}

/* Stripe by stripe: not atomic. */
inline sum(first, total) {
    do
    :: d_step { n < stripes -> total = total + memory[first + 2 * n]; n++ }
    :: n >= stripes -> break
    od;
    n = 0
}

inline await_drained(which) {
    scanned = which;
    do
    :: true ->
#ifdef LIST_EARLY
        summing = scanned;
#else
        d_step { summing = scanned; stripes = listed };
#endif
#ifdef LOCKS_FIRST
        sum(ENTRIES(0, scanned), entries);
        sum(EXITS(0, scanned), exits);
#else
        sum(EXITS(0, scanned), exits);
#if !defined(STALE_LIST) && !defined(LIST_EARLY)
        stripes = listed;
#endif
        sum(ENTRIES(0, scanned), entries);
#endif
        d_step {
            drained = (entries == exits);
            entries = 0; exits = 0; summing = NEITHER;
            settle(scanned)
        };
        if
        :: drained -> break
        :: else
        fi
    od;
    scanned = 0;
    drained = false
}

proctype Updater() {
    byte n, old, bank, scanned, stripes, entries, exits;
    bool drained;
    do
    :: true ->
        reuse(1 - old);
        store(UPDATER, CURRENT, 1 - old);
#ifdef LIST_EARLY
        stripes = listed;
#endif
#ifndef NO_HEAVY
#ifdef FENCES
        fence(UPDATER);
#else
        membarrier(UPDATER, n);
#endif
#endif
#ifndef NO_WAIT
#ifndef ONE_BANK
        await_drained(1 - bank);
#endif
#ifdef NO_FLIP
        await_drained(bank);
#else
        store(UPDATER, BANK, 1 - bank);
        fence(UPDATER); /* see above */
        await_drained(bank);
        bank = 1 - bank;
#endif
#endif
        free(old);
#ifdef PROGRESS
        ended = true;
        ended = false;
#endif
        old = 1 - old;
        stripes = 0
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
