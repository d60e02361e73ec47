/*
 * Sections that no cell holds: exact counts of open ones, by atomic adds, in stripes and two banks. Each
 * stripe is drained by itself, because a section leaves by the stripe and bank that it came by.
 *
 * Modelled: two readers that come again without end, or stop coming, on any stripe; an updater that
 * never stops: barrier, idle bank, flip, the bank just left.
 *
 * Abstracted: the barrier is the updater's own fence, as an atomic add is one in the reader: more can
 * only help. Two stripes.
 *
 * Holds: no use after free; with PROGRESS, every grace period ends (weak fairness).
 * Size: 24 thousand states, 58 thousand for PROGRESS.
 *
 * Broken on purpose:
 *   NO_HEAVY    the unlink is still in the updater's store buffer when the counts are read
 *   ONE_BANK    only the bank just left is drained: a reader that loaded the bank number before one
 *               grace period and counts itself after it is missed by the next
 *   NO_FLIP     endless readers starve the updater
 *   ANY_STRIPE  a section may leave by another stripe: its counts never come to 0, or too soon
 */
#define READERS 2
#define UPDATER READERS
#define THREADS 3
#define OBJECTS 2

#define CURRENT 0
#define BANK 1
#define OPEN(stripe, bank) (2 + 2 * (stripe) + (bank))
#define LOCATIONS 6
#include "tso.pml"
#include "object.pml"

#ifdef PROGRESS
bool ended;
ltl always_ends { [] <> ended }
#endif

inline add(location, value) {
    d_step { drain(r); memory[location] = memory[location] + value }
}

proctype Reader(byte r) {
    byte stripe, bank;
    do
    :: true ->
        load(r, BANK, bank);
        if
        :: stripe = 0
        :: stripe = 1
        fi;
        add(OPEN(stripe, bank), 1);
        take(r, CURRENT);
        let_go(r);
#ifdef ANY_STRIPE
        if
        :: stripe = 1 - stripe
        :: true
        fi;
#endif
        add(OPEN(stripe, bank), 255);
        d_step { stripe = 0; bank = 0 }
    :: break
    od
}

inline drain_bank(which) {
    memory[OPEN(0, which)] == 0;
    memory[OPEN(1, which)] == 0
}

proctype Updater() {
    byte old, bank;
    do
    :: true ->
        reuse(1 - old);
        store(UPDATER, CURRENT, 1 - old);
#ifndef NO_HEAVY
        fence(UPDATER);
#endif
#ifndef ONE_BANK
        drain_bank(1 - bank);
#endif
#ifndef NO_FLIP
        store(UPDATER, BANK, 1 - bank);
#endif
        drain_bank(bank);
#ifndef NO_FLIP
        bank = 1 - bank;
#endif
        free(old);
#ifdef PROGRESS
        ended = true;
        ended = false;
#endif
        old = 1 - old
    od
}

init {
    atomic {
        run Reader(0);
        run Reader(1);
        run Updater();
        run Flusher(UPDATER)
    }
}
