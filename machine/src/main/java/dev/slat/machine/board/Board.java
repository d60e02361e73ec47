package dev.slat.machine.board;

import dev.slat.devices.clint.Clint;
import dev.slat.devices.clint.ClintHart;
import dev.slat.devices.console.ConsoleOutput;
import dev.slat.devices.finisher.TestFinisher;
import dev.slat.devices.plic.Plic;
import dev.slat.devices.rtc.GoldfishRtc;
import dev.slat.devices.uart.Uart16550;
import dev.slat.memory.GuestMemory;
import dev.slat.memory.bus.IrqLine;
import dev.slat.riscv.Hart;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * The board's devices, wired to each other and to the harts, and put on the guest's bus.
 *
 * <p>Threads: any for {@link #uart}; {@link #reset} while no hart runs. {@link #close} ends the
 * devices' threads; the bus belongs to the guest's memory.
 */
public final class Board implements AutoCloseable {
    private static final int MACHINE_SOFTWARE = 3;
    private static final int SUPERVISOR_EXTERNAL = 9;
    private static final int MACHINE_EXTERNAL = 11;

    private final Uart16550 uart;
    private final Plic plic;
    private final GoldfishRtc rtc;
    private final Clint clint;

    /** Puts the devices on the bus of {@code memory}. */
    public Board(
            GuestMemory memory,
            List<Hart> harts,
            BoardClock clock,
            ConsoleOutput console,
            TestFinisher.Listener finished) {
        plic = new Plic(contextLines(harts));
        uart = new Uart16550(console, plic.source(BoardLayout.UART_IRQ));
        clint = new Clint(harts.stream().map(Board::clintHart).toList(), clock::ticks);
        rtc = new GoldfishRtc(InstantSource.system(), plic.source(BoardLayout.RTC_IRQ));
        try {
            register(memory, harts.size(), finished);
        } catch (RuntimeException | Error e) {
            rtc.close(); // it has a thread
            throw e;
        }
    }

    private void register(GuestMemory memory, int harts, TestFinisher.Listener finished) {
        memory.registerDevice(
                BoardLayout.FINISHER, TestFinisher.LENGTH, new TestFinisher(finished));
        memory.registerDevice(BoardLayout.RTC, GoldfishRtc.LENGTH, rtc);
        memory.registerDevice(BoardLayout.CLINT, Clint.LENGTH, clint);
        memory.registerDevice(BoardLayout.PLIC, Plic.length(2 * harts), plic);
        memory.registerDevice(BoardLayout.UART, Uart16550.LENGTH, uart);
    }

    /** The serial port. */
    public Uart16550 uart() {
        return uart;
    }

    /** Every device as after power-on. */
    public void reset() {
        uart.reset();
        rtc.reset();
        clint.reset();
        plic.reset();
    }

    @Override
    public void close() {
        rtc.close();
    }

    private static ClintHart clintHart(Hart hart) {
        return new ClintHart() {
            @Override
            public void software(boolean high) {
                hart.setInterrupt(MACHINE_SOFTWARE, high);
            }

            @Override
            public void deadline(long ticks) {
                hart.setMachineTimer(ticks);
            }
        };
    }

    /** Two contexts a hart: M-mode's, then S-mode's. */
    private static List<IrqLine> contextLines(List<Hart> harts) {
        List<IrqLine> lines = new ArrayList<>();
        for (Hart hart : harts) {
            lines.add(high -> hart.setInterrupt(MACHINE_EXTERNAL, high));
            lines.add(high -> hart.setInterrupt(SUPERVISOR_EXTERNAL, high));
        }
        return lines;
    }
}
