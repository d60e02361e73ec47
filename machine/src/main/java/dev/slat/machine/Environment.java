package dev.slat.machine;

import dev.slat.machine.board.BoardClock;
import dev.slat.machine.board.BoardLayout;
import dev.slat.machine.sbi.Sbi;
import dev.slat.riscv.Hart;
import dev.slat.riscv.HartEnvironment;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/** The harts' way to the board's clock and to the SBI, which is made after the harts. */
final class Environment implements HartEnvironment {
    private final BoardClock clock;

    /** Set before the first hart's thread begins, which makes it visible there. */
    private @Nullable Sbi sbi;

    Environment(BoardClock clock) {
        this.clock = clock;
    }

    void connect(Sbi interfaceOfMachine) {
        sbi = interfaceOfMachine;
    }

    @Override
    public long time() {
        return clock.ticks();
    }

    @Override
    public long timeFrequency() {
        return BoardLayout.TIMEBASE_FREQUENCY;
    }

    @Override
    public void supervisorCall(Hart hart) {
        Objects.requireNonNull(sbi, "a hart runs before its machine is complete").call(hart);
    }
}
