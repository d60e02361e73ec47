/*
 * The counts of two stripes in two banks, in memory from location COUNTS on.
 *
 * They grow without end, which no finite model can follow, so two things are done to them that change
 * no outcome. The buffered store of "what I read, plus 1" by the only thread that writes a count is kept
 * as an add. And while nobody sums a bank, only the difference between its entries and its exits
 * matters to a later sum, so `settle` keeps just that. While a bank is summed its counts are exact.
 */
#define ENTRIES(stripe, bank) (COUNTS + 2 * (stripe) + (bank))
#define EXITS(stripe, bank) (COUNTS + 4 + 2 * (stripe) + (bank))
#ifdef ONE_COUNTER
#define EXIT_AT(stripe, bank) ENTRIES(stripe, bank)
#define EXIT_ADDS 255 /* -1 */
#else
#define EXIT_AT(stripe, bank) EXITS(stripe, bank)
#define EXIT_ADDS 1
#endif

#define NEITHER 2
byte summing = NEITHER; /* the bank whose sums are being taken */

/* What a store does to memory; see tso.pml. */
#define APPLY(location, value) change(location, value)
inline change(location, value) {
    if
    :: location < COUNTS -> memory[location] = value
    :: else -> memory[location] = memory[location] + value; settle((location - COUNTS) % 2)
    fi;
    cursor = 0
}

inline settle(b) {
    if
    :: summing == b
    :: else ->
        memory[ENTRIES(0, b)] = memory[ENTRIES(0, b)] + memory[ENTRIES(1, b)] -
                memory[EXITS(0, b)] - memory[EXITS(1, b)];
        memory[ENTRIES(1, b)] = 0;
        memory[EXITS(0, b)] = 0;
        memory[EXITS(1, b)] = 0
    fi;
    cursor = 0
}
