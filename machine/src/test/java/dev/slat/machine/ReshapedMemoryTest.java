package dev.slat.machine;

import static dev.slat.assembler.Register.A0;
import static dev.slat.assembler.Register.A1;
import static dev.slat.assembler.Register.A2;
import static dev.slat.assembler.Register.A6;
import static dev.slat.assembler.Register.A7;
import static dev.slat.assembler.Register.RA;
import static dev.slat.assembler.Register.S0;
import static dev.slat.assembler.Register.S1;
import static dev.slat.assembler.Register.S2;
import static dev.slat.assembler.Register.S3;
import static dev.slat.assembler.Register.S4;
import static dev.slat.assembler.Register.S5;
import static dev.slat.assembler.Register.T0;
import static dev.slat.assembler.Register.T1;
import static dev.slat.assembler.Register.T2;
import static dev.slat.assembler.Register.T3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slat.assembler.Assembler;
import dev.slat.assembler.Csr;
import dev.slat.assembler.Program;
import dev.slat.memory.GuestMemory;
import dev.slat.memory.Region;
import dev.slat.memory.host.HostMapping;
import dev.slat.memory.host.Window;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * Memory slots are created, logged, moved and deleted under a running guest whose harts store into
 * them and run code from them without a pause. A bare program, no operating system: a hart that
 * finds no memory takes an access fault, notes it and goes on.
 */
@Timeout(180)
class ReshapedMemoryTest {
    private static final int HARTS = 2;
    private static final int ROUNDS = 300;
    private static final int SLOT = 5;
    private static final int PAGES = 16;
    private static final long PAGE = 4096;
    private static final long RAM = 0x8000_0000L;

    /** Where the slot is, and where it is moved to. */
    private static final long HOME = 0x1_0000_0000L;

    private static final long AWAY = 0x2_0000_0000L;

    /** The slot's last page holds code, which returns its generation in a0. */
    private static final long CODE = (PAGES - 1) * PAGE;

    /** What each hart shows to the host: a line of RAM with these words. */
    private static final long SHOWN = RAM + 0x10_0000;

    private static final int LOOPS = 0;
    private static final int FAULTS = 8;
    private static final int RETURNED = 16;

    private static final long PATTERN = 0x5a5a_5a5a_5a5a_5a5aL;

    private static long shown(int hart) {
        return SHOWN + hart * 64L;
    }

    /** Hart 0 starts the others by SBI HSM; then all do the same. */
    private static Program guest() {
        Assembler a = Assembler.at(RAM).mv(S0, A0).bnez(A0, "work");
        for (int hart = 1; hart < HARTS; hart++) {
            a.li(A7, 0x48534d).li(A6, 0).li(A0, hart).la(A1, "work").li(A2, 0).ecall();
        }
        return a.li(A0, 0)
                .label("work")
                .mv(S0, A0)
                .la(T0, "fault")
                .csrw(Csr.STVEC, T0)
                .slli(S1, S0, 6)
                .li(T0, SHOWN)
                .add(S1, S1, T0)
                .li(S2, HOME)
                .li(S3, AWAY)
                .li(S4, 0)
                .li(S5, 0)
                .label("loop")
                // Stores into every data page, at both places.
                .li(T0, 0)
                .label("page")
                .slli(T1, T0, 12)
                .slli(T2, S0, 3)
                .add(T1, T1, T2)
                .add(T2, T1, S2)
                .sd(S4, 0, T2)
                .add(T2, T1, S3)
                .sd(S4, 0, T2)
                .addi(T0, T0, 1)
                .li(T1, PAGES - 1)
                .bltu(T0, T1, "page")
                // Code from the slot; 0 if there is none.
                .li(T1, CODE)
                .add(T1, T1, S2)
                .li(A0, 0)
                .jalr(RA, 0, T1)
                .sd(A0, RETURNED, S1)
                .sd(S5, FAULTS, S1)
                .fence()
                .addi(S4, S4, 1)
                .sd(S4, LOOPS, S1)
                .j("loop")
                // A fault of a store: the next instruction. Of a fetch: back to the caller.
                .align(4)
                .label("fault")
                .addi(S5, S5, 1)
                .csrr(T3, Csr.SCAUSE)
                .addi(T3, T3, -1)
                .beqz(T3, "fetch")
                .csrr(T3, Csr.SEPC)
                .addi(T3, T3, 4)
                .csrw(Csr.SEPC, T3)
                .sret()
                .label("fetch")
                .csrw(Csr.SEPC, RA)
                .sret()
                .assemble();
    }

    /** Code for the slot: {@code li a0, generation; ret}. */
    private static byte[] code(int generation) {
        return Assembler.at(HOME + CODE).li(A0, generation).ret().assemble().bytes();
    }

    private static long read(GuestMemory memory, long gpa) {
        MemorySegment word = MemorySegment.ofArray(new long[1]);
        memory.read(gpa, word);
        return word.get(ValueLayout.JAVA_LONG, 0);
    }

    /** Waits until every hart has begun and ended a whole loop after this call. */
    private static void awaitLoops(GuestMemory memory) {
        for (int hart = 0; hart < HARTS; hart++) {
            long seen = read(memory, shown(hart) + LOOPS);
            while (read(memory, shown(hart) + LOOPS) - seen < 2) {
                LockSupport.parkNanos(20_000);
            }
        }
    }

    private static VirtualMachine boot(Path folder) throws IOException {
        Path kernel = folder.resolve("guest.bin");
        Files.write(kernel, guest().bytes());
        VirtualMachine machine =
                VirtualMachine.builder().memory(64 << 20).harts(HARTS).rawKernel(kernel).build();
        machine.start();
        return machine;
    }

    private static void fill(HostMapping mapping) {
        for (int page = 0; page < PAGES; page++) {
            for (int hart = 0; hart < HARTS; hart++) {
                Window.putLong(mapping.hva() + page * PAGE + hart * 8L, PATTERN);
            }
        }
    }

    /** Data words of the mapping that no longer hold the pattern. */
    private static int touched(HostMapping mapping) {
        int touched = 0;
        for (int page = 0; page < PAGES - 1; page++) {
            for (int hart = 0; hart < HARTS; hart++) {
                if (Window.getLongVolatile(mapping.hva() + page * PAGE + hart * 8L) != PATTERN) {
                    touched++;
                }
            }
        }
        return touched;
    }

    @Test
    void slotsChangeUnderHammeringHartsAndNoStaleAccessIsEverSeen(@TempDir Path folder)
            throws IOException {
        try (VirtualMachine machine = boot(folder)) {
            GuestMemory memory = machine.memory();
            awaitLoops(memory);
            for (int round = 1; round <= ROUNDS; round++) {
                try (HostMapping mapping = HostMapping.anonymous(PAGES * PAGE)) {
                    oneLife(memory, mapping, 1 + round % 1000);
                }
            }
            assertThat(machine.instructionsRetired()).isPositive();
        }
    }

    /** Creates the slot, looks at it, moves it, logs it, deletes it; and checks each step. */
    private static void oneLife(GuestMemory memory, HostMapping mapping, int generation) {
        fill(mapping);
        byte[] code = code(generation);
        Window.put(mapping.hva() + CODE, MemorySegment.ofArray(code), 0, code.length);
        Region home = Region.slot(SLOT).at(HOME).backedBy(mapping);

        memory.setRegion(home);
        awaitLoops(memory);
        assertThat(touched(mapping)).as("stores after creation").isEqualTo(HARTS * (PAGES - 1));
        assertReturned(memory, generation);

        memory.setRegion(home.logDirty());
        awaitLoops(memory);
        assertThat(memory.dirtyLog(SLOT)[0]).as("dirty log").isEqualTo((1L << (PAGES - 1)) - 1);

        memory.setRegion(home.at(AWAY).logDirty());
        awaitLoops(memory);
        assertReturned(memory, 0);
        assertThat(memory.dirtyLog(SLOT)[0]).as("after move").isEqualTo((1L << (PAGES - 1)) - 1);

        memory.deleteRegion(SLOT);
        // From here on the memory is the host's own.
        fill(mapping);
        awaitLoops(memory);
        assertThat(touched(mapping)).as("stale stores after deletion").isZero();
        assertReturned(memory, 0);
    }

    private static void assertReturned(GuestMemory memory, int expected) {
        for (int hart = 0; hart < HARTS; hart++) {
            assertThat(read(memory, shown(hart) + RETURNED))
                    .as("what code in the slot returned to hart " + hart)
                    .isEqualTo(expected);
        }
    }
}
