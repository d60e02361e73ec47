package dev.slat.conformance.isa;

import static dev.slat.assembler.Register.S0;
import static dev.slat.assembler.Register.S1;
import static dev.slat.assembler.Register.T0;
import static dev.slat.assembler.Register.T1;
import static dev.slat.assembler.Register.ZERO;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slat.assembler.Assembler;
import dev.slat.assembler.Instruction;
import dev.slat.assembler.Ordering;
import dev.slat.assembler.Program;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** RV64A between harts: no increment of a shared counter is lost, whichever way it is made. */
class ConcurrencyTest {
    private static final long COUNTER = Guest.RAM + 0x10000;
    private static final long LOCK = COUNTER + 8;
    private static final int ROUNDS = 100_000;

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void atomicAddsAreNotLost(int harts) throws Exception {
        assertCount(harts, code -> code.li(T0, 1).amoaddD(ZERO, T0, S1));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void atomicAddsOfNeighbouringWordsAreNotLost(int harts) throws Exception {
        try (Guest guest = new Guest(harts)) {
            run(
                    guest,
                    harts,
                    code ->
                            code.li(T0, 1)
                                    .amoaddW(ZERO, T0, S1)
                                    .addi(T1, S1, 4)
                                    .amoaddW(ZERO, T0, T1));
            long sum = (long) harts * ROUNDS;
            assertThat(guest.dword(COUNTER)).isEqualTo(sum << 32 | sum);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void reservationsDoNotLetAnotherHartsStoreSlip(int harts) throws Exception {
        assertCount(
                harts,
                code ->
                        code.label("retry")
                                .lrD(T0, S1)
                                .addi(T0, T0, 1)
                                .scD(T1, T0, S1)
                                .bnez(T1, "retry"));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void aSpinLockKeepsHartsApart(int harts) throws Exception {
        long zero = ZERO.number();
        assertCount(
                harts,
                code ->
                        code.addi(T1, S1, LOCK - COUNTER)
                                .li(T0, 1)
                                .label("taken")
                                .emit(
                                        Instruction.AMOSWAP_W,
                                        Ordering.ACQUIRE.code(),
                                        T0.number(),
                                        T0.number(),
                                        T1.number())
                                .bnez(T0, "taken")
                                .ld(T0, 0, S1)
                                .addi(T0, T0, 1)
                                .sd(T0, 0, S1)
                                .emit(
                                        Instruction.AMOSWAP_W,
                                        Ordering.RELEASE.code(),
                                        zero,
                                        zero,
                                        T1.number()));
    }

    private static void assertCount(int harts, Consumer<Assembler> increment) throws Exception {
        try (Guest guest = new Guest(harts)) {
            run(guest, harts, increment);
            assertThat(guest.dword(COUNTER)).isEqualTo((long) harts * ROUNDS);
        }
    }

    private static void run(Guest guest, int harts, Consumer<Assembler> increment)
            throws InterruptedException, ExecutionException {
        Assembler code = Guest.program().li(S0, ROUNDS).li(S1, COUNTER).label("loop");
        increment.accept(code);
        Program program = Guest.end(code.addi(S0, S0, -1).bnez(S0, "loop"));
        guest.load(program);
        try (ExecutorService threads = Executors.newFixedThreadPool(harts)) {
            List<? extends Future<?>> running =
                    IntStream.range(0, harts)
                            .mapToObj(i -> threads.submit(() -> guest.run(i, Guest.RAM)))
                            .toList();
            for (Future<?> hart : running) {
                hart.get();
            }
        }
    }
}
