package dev.slat.devices.uart;

/**
 * Registers of the 16550A, one byte each, and their bits (National Semiconductor PC16550D data
 * sheet, table II). DLAB selects the divisor latches at offsets 0 and 1.
 */
final class UartLayout {
    /** Receiver buffer (read), transmitter holding (write), divisor latch low (DLAB). */
    static final int RBR_THR_DLL = 0;

    /** Interrupt enable, divisor latch high (DLAB). */
    static final int IER_DLM = 1;

    /** Interrupt identification (read), FIFO control (write). */
    static final int IIR_FCR = 2;

    static final int LCR = 3;
    static final int MCR = 4;
    static final int LSR = 5;
    static final int MSR = 6;
    static final int SCR = 7;

    static final int IER_RECEIVED_DATA = 0x01;
    static final int IER_TRANSMITTER_EMPTY = 0x02;
    static final int IER_LINE_STATUS = 0x04;
    static final int IER_MODEM_STATUS = 0x08;
    static final int IER_MASK = 0x0f;

    static final int IIR_MODEM_STATUS = 0x00;
    static final int IIR_NONE = 0x01;
    static final int IIR_TRANSMITTER_EMPTY = 0x02;
    static final int IIR_RECEIVED_DATA = 0x04;
    static final int IIR_LINE_STATUS = 0x06;
    static final int IIR_CHARACTER_TIMEOUT = 0x0c;
    static final int IIR_FIFOS_ENABLED = 0xc0;

    static final int FCR_ENABLE = 0x01;
    static final int FCR_CLEAR_RECEIVER = 0x02;
    static final int FCR_TRIGGER_SHIFT = 6;

    static final int LCR_DLAB = 0x80;

    static final int MCR_DTR = 0x01;
    static final int MCR_RTS = 0x02;
    static final int MCR_OUT1 = 0x04;
    static final int MCR_OUT2 = 0x08;
    static final int MCR_LOOPBACK = 0x10;
    static final int MCR_MASK = 0x1f;

    static final int LSR_DATA_READY = 0x01;
    static final int LSR_OVERRUN = 0x02;
    static final int LSR_TRANSMITTER_EMPTY = 0x60; // THRE and TEMT

    static final int MSR_DELTA_MASK = 0x0f;
    static final int MSR_CTS = 0x10;
    static final int MSR_DSR = 0x20;
    static final int MSR_RING = 0x40;
    static final int MSR_CARRIER = 0x80;
    static final int MSR_LINES_SHIFT = 4;

    /** Bytes in each FIFO. */
    static final int FIFO_DEPTH = 16;

    private static final int[] TRIGGERS = {1, 4, 8, 14};

    private UartLayout() {}

    /** Bytes in the receive FIFO that raise the interrupt, as the FIFO control register says. */
    static int trigger(int fcr) {
        return TRIGGERS[(fcr >> FCR_TRIGGER_SHIFT) & 3];
    }
}
