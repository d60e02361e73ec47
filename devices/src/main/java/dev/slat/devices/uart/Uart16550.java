package dev.slat.devices.uart;

import static dev.slat.devices.uart.UartLayout.FCR_CLEAR_RECEIVER;
import static dev.slat.devices.uart.UartLayout.FCR_ENABLE;
import static dev.slat.devices.uart.UartLayout.IER_DLM;
import static dev.slat.devices.uart.UartLayout.IER_LINE_STATUS;
import static dev.slat.devices.uart.UartLayout.IER_MASK;
import static dev.slat.devices.uart.UartLayout.IER_MODEM_STATUS;
import static dev.slat.devices.uart.UartLayout.IER_RECEIVED_DATA;
import static dev.slat.devices.uart.UartLayout.IER_TRANSMITTER_EMPTY;
import static dev.slat.devices.uart.UartLayout.IIR_CHARACTER_TIMEOUT;
import static dev.slat.devices.uart.UartLayout.IIR_FCR;
import static dev.slat.devices.uart.UartLayout.IIR_FIFOS_ENABLED;
import static dev.slat.devices.uart.UartLayout.IIR_LINE_STATUS;
import static dev.slat.devices.uart.UartLayout.IIR_MODEM_STATUS;
import static dev.slat.devices.uart.UartLayout.IIR_NONE;
import static dev.slat.devices.uart.UartLayout.IIR_RECEIVED_DATA;
import static dev.slat.devices.uart.UartLayout.IIR_TRANSMITTER_EMPTY;
import static dev.slat.devices.uart.UartLayout.LCR;
import static dev.slat.devices.uart.UartLayout.LCR_DLAB;
import static dev.slat.devices.uart.UartLayout.LSR;
import static dev.slat.devices.uart.UartLayout.LSR_DATA_READY;
import static dev.slat.devices.uart.UartLayout.LSR_OVERRUN;
import static dev.slat.devices.uart.UartLayout.LSR_TRANSMITTER_EMPTY;
import static dev.slat.devices.uart.UartLayout.MCR;
import static dev.slat.devices.uart.UartLayout.MCR_DTR;
import static dev.slat.devices.uart.UartLayout.MCR_LOOPBACK;
import static dev.slat.devices.uart.UartLayout.MCR_MASK;
import static dev.slat.devices.uart.UartLayout.MCR_OUT1;
import static dev.slat.devices.uart.UartLayout.MCR_OUT2;
import static dev.slat.devices.uart.UartLayout.MCR_RTS;
import static dev.slat.devices.uart.UartLayout.MSR;
import static dev.slat.devices.uart.UartLayout.MSR_CARRIER;
import static dev.slat.devices.uart.UartLayout.MSR_CTS;
import static dev.slat.devices.uart.UartLayout.MSR_DELTA_MASK;
import static dev.slat.devices.uart.UartLayout.MSR_DSR;
import static dev.slat.devices.uart.UartLayout.MSR_LINES_SHIFT;
import static dev.slat.devices.uart.UartLayout.MSR_RING;
import static dev.slat.devices.uart.UartLayout.RBR_THR_DLL;
import static dev.slat.devices.uart.UartLayout.SCR;

import dev.slat.devices.console.ConsoleOutput;
import dev.slat.memory.bus.IrqLine;
import dev.slat.memory.bus.MmioDevice;

/**
 * A 16550A serial port as on QEMU's {@code virt} board: byte registers without spacing, 16-byte
 * FIFOs, loopback, one level-triggered interrupt (National Semiconductor PC16550D data sheet).
 *
 * <p>Sending takes no guest time: the transmitter is always empty, and a byte goes straight to the
 * {@link ConsoleOutput}. Speed, parity and break are stored and mean nothing. An access wider than
 * a byte uses the register at its offset and the low byte.
 *
 * <p>Threads: harts and the host call at any time; the UART's monitor guards all state, and the
 * interrupt line is driven inside it, so levels arrive in order. Lock order: UART, then whatever
 * the line's other end takes.
 */
public final class Uart16550 implements MmioDevice {
    /** Bytes of address space the UART takes. */
    public static final int LENGTH = 0x100;

    private final ConsoleOutput output;
    private final IrqLine irq;

    // Guarded by this.
    private final UartReceiver receiver = new UartReceiver();
    private int ier;
    private int fcr;
    private int lcr;
    private int mcr;
    private int scratch;
    private int divisor = 1;
    private int modemLines = modemLines(0);
    private int modemDelta;
    private boolean overrun;
    private boolean transmitterInterrupt;

    /** A UART that prints to {@code output} and interrupts through {@code irq}. */
    public Uart16550(ConsoleOutput output, IrqLine irq) {
        this.output = output;
        this.irq = irq;
    }

    /**
     * Sends bytes to the guest; waits while more than the line can hold are unread. Host threads
     * only, not harts.
     *
     * @throws InterruptedException if interrupted while waiting; some bytes may have been taken
     */
    public synchronized void receive(byte[] bytes, int offset, int length)
            throws InterruptedException {
        for (int i = 0; i < length; i++) {
            while (!receiver.wireHasRoom()) {
                updateIrq();
                wait();
            }
            receiver.fromWire(bytes[offset + i]);
        }
        updateIrq();
    }

    /**
     * A byte that waits on the wire, taken past the guest's driver: for firmware's console calls.
     *
     * @return 0 to 255, or -1 when none waits
     */
    public synchronized int take() {
        int value = receiver.takeFromWire();
        if (value >= 0) {
            notifyAll(); // pairs with the wait in receive
        }
        return value;
    }

    /** Puts every register into its state after power-on. Bytes on the wire stay there. */
    public synchronized void reset() {
        ier = 0;
        fcr = 0;
        lcr = 0;
        scratch = 0;
        divisor = 1;
        overrun = false;
        transmitterInterrupt = false;
        receiver.accessed();
        receiver.setInterruptEnabled(false);
        receiver.setFifoEnabled(false);
        writeModemControl(0);
        modemDelta = 0;
        updateIrq();
    }

    @Override
    public synchronized long read(long offset, int size) {
        int value = offset < 0 || offset > SCR ? 0 : readRegister((int) offset);
        updateIrq();
        if (receiver.wireHasRoom()) {
            notifyAll(); // pairs with the wait in receive
        }
        return value;
    }

    @Override
    public synchronized void write(long offset, int size, long value) {
        if (offset >= 0 && offset <= SCR) {
            writeRegister((int) offset, (int) value & 0xff);
            updateIrq();
        }
    }

    private int readRegister(int register) {
        if (register == LSR) {
            receiver.polled();
        } else {
            receiver.accessed();
        }
        return switch (register) {
            case RBR_THR_DLL -> divisorAccess() ? divisor & 0xff : receiver.read();
            case IER_DLM -> divisorAccess() ? divisor >> 8 : ier;
            case IIR_FCR -> readInterruptIdentification();
            case LCR -> lcr;
            case MCR -> mcr;
            case LSR -> readLineStatus();
            case MSR -> readModemStatus();
            default -> scratch;
        };
    }

    private void writeRegister(int register, int value) {
        receiver.accessed();
        switch (register) {
            case RBR_THR_DLL -> {
                if (divisorAccess()) {
                    divisor = (divisor & 0xff00) | value;
                } else {
                    transmit(value);
                }
            }
            case IER_DLM -> {
                if (divisorAccess()) {
                    divisor = (value << 8) | (divisor & 0xff);
                } else {
                    writeInterruptEnable(value & IER_MASK);
                }
            }
            case IIR_FCR -> writeFifoControl(value);
            case LCR -> lcr = value;
            case MCR -> writeModemControl(value & MCR_MASK);
            case SCR -> scratch = value;
            default -> {
                // LSR and MSR are read-only.
            }
        }
    }

    private void transmit(int value) {
        if ((mcr & MCR_LOOPBACK) == 0) {
            output.write(value);
        } else if (!receiver.fromLoopback((byte) value)) {
            overrun = true;
        }
        transmitterInterrupt = true;
    }

    private void writeInterruptEnable(int value) {
        if ((value & ~ier & IER_TRANSMITTER_EMPTY) != 0) {
            transmitterInterrupt = true; // empty already: enabling it interrupts at once
        }
        ier = value;
        receiver.setInterruptEnabled((value & IER_RECEIVED_DATA) != 0);
    }

    private void writeFifoControl(int value) {
        boolean enable = (value & FCR_ENABLE) != 0;
        if (enable != ((fcr & FCR_ENABLE) != 0)) {
            receiver.setFifoEnabled(enable);
        }
        if ((value & FCR_CLEAR_RECEIVER) != 0) {
            receiver.reset();
        }
        // The other bits are writable only together with the enable bit.
        fcr = enable ? value : 0;
    }

    private void writeModemControl(int value) {
        mcr = value;
        receiver.setLoopback((value & MCR_LOOPBACK) != 0);
        int lines = modemLines(value);
        int ringFell = modemLines & ~lines & MSR_RING;
        int changed = ((modemLines ^ lines) & ~MSR_RING) | ringFell;
        modemDelta |= changed >> MSR_LINES_SHIFT;
        modemLines = lines;
    }

    /** The modem's lines: the modem control's own in loopback, else a peer that is always there. */
    private static int modemLines(int mcr) {
        if ((mcr & MCR_LOOPBACK) == 0) {
            return MSR_CARRIER | MSR_DSR | MSR_CTS;
        }
        return ((mcr & MCR_RTS) != 0 ? MSR_CTS : 0)
                | ((mcr & MCR_DTR) != 0 ? MSR_DSR : 0)
                | ((mcr & MCR_OUT1) != 0 ? MSR_RING : 0)
                | ((mcr & MCR_OUT2) != 0 ? MSR_CARRIER : 0);
    }

    private int readInterruptIdentification() {
        int cause = interruptCause();
        if (cause == IIR_TRANSMITTER_EMPTY) {
            transmitterInterrupt = false;
        }
        return cause | ((fcr & FCR_ENABLE) == 0 ? 0 : IIR_FIFOS_ENABLED);
    }

    private int readLineStatus() {
        int value =
                LSR_TRANSMITTER_EMPTY
                        | (receiver.size() > 0 ? LSR_DATA_READY : 0)
                        | (overrun ? LSR_OVERRUN : 0);
        overrun = false;
        return value;
    }

    private int readModemStatus() {
        int value = modemLines | (modemDelta & MSR_DELTA_MASK);
        modemDelta = 0;
        return value;
    }

    /** The enabled cause of the highest priority (data sheet, table IV). */
    private int interruptCause() {
        if ((ier & IER_LINE_STATUS) != 0 && overrun) {
            return IIR_LINE_STATUS;
        }
        if ((ier & IER_RECEIVED_DATA) != 0 && receiver.size() > 0) {
            // Below the trigger level the time-out comes at once: no more bytes are on their way.
            boolean triggered =
                    (fcr & FCR_ENABLE) == 0 || receiver.size() >= UartLayout.trigger(fcr);
            return triggered ? IIR_RECEIVED_DATA : IIR_CHARACTER_TIMEOUT;
        }
        if ((ier & IER_TRANSMITTER_EMPTY) != 0 && transmitterInterrupt) {
            return IIR_TRANSMITTER_EMPTY;
        }
        if ((ier & IER_MODEM_STATUS) != 0 && modemDelta != 0) {
            return IIR_MODEM_STATUS;
        }
        return IIR_NONE;
    }

    private void updateIrq() {
        irq.set(interruptCause() != IIR_NONE);
    }

    private boolean divisorAccess() {
        return (lcr & LCR_DLAB) != 0;
    }
}
