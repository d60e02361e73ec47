package dev.slat.devices.uart;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.slat.devices.HostileAccess;
import dev.slat.devices.RecordedLine;
import dev.slat.devices.console.ConsoleOutput;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.ByteArrayOutputStream;
import java.util.concurrent.TimeUnit;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class Uart16550Test {
    private final ByteArrayOutputStream host = new ByteArrayOutputStream();
    private final ConsoleOutput output = ConsoleOutput.to(host);
    private final RecordedLine irq = new RecordedLine();
    private final Uart16550 uart = new Uart16550(output, irq);

    private int read(int register) {
        return (int) uart.read(register, 1);
    }

    private void write(int register, int value) {
        uart.write(register, 1, value);
    }

    private void type(String text) throws InterruptedException {
        byte[] bytes = text.getBytes(US_ASCII);
        uart.receive(bytes, 0, bytes.length);
    }

    private String readAll() {
        StringBuilder text = new StringBuilder();
        while ((read(UartLayout.LSR) & UartLayout.LSR_DATA_READY) != 0) {
            text.append((char) read(UartLayout.RBR_THR_DLL));
        }
        return text.toString();
    }

    @Test
    void bytesWrittenReachTheHostInOrder() {
        for (char c : "hello\nno newline".toCharArray()) {
            write(UartLayout.RBR_THR_DLL, c);
        }
        output.close();
        assertThat(host.toString(US_ASCII)).isEqualTo("hello\nno newline");
    }

    @Test
    void bytesOfSeveralHartsAreAllPrinted() throws InterruptedException {
        Thread[] harts = new Thread[4];
        for (int i = 0; i < harts.length; i++) {
            harts[i] =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        for (int n = 0; n < 10_000; n++) {
                                            write(UartLayout.RBR_THR_DLL, 'x');
                                        }
                                    });
        }
        for (Thread hart : harts) {
            hart.join();
        }
        output.close();
        assertThat(host.size()).isEqualTo(40_000);
    }

    @Test
    void divisorLatchHidesDataAndInterruptEnable() {
        write(UartLayout.LCR, UartLayout.LCR_DLAB | 3);
        write(UartLayout.RBR_THR_DLL, 0x34);
        write(UartLayout.IER_DLM, 0x12);
        assertThat(read(UartLayout.RBR_THR_DLL)).isEqualTo(0x34);
        assertThat(read(UartLayout.IER_DLM)).isEqualTo(0x12);
        write(UartLayout.LCR, 3);
        assertThat(read(UartLayout.IER_DLM)).isZero();
        output.close();
        assertThat(host.size()).isZero();
    }

    @Test
    void interruptEnableKeepsFourBitsAndScratchKeepsAll() {
        write(UartLayout.IER_DLM, 0xff);
        assertThat(read(UartLayout.IER_DLM)).isEqualTo(0x0f);
        write(UartLayout.SCR, 0xa5);
        assertThat(read(UartLayout.SCR)).isEqualTo(0xa5);
    }

    @Test
    void enablingTheTransmitterInterruptRaisesItAndReadingItsCauseLowersIt() {
        write(UartLayout.IER_DLM, UartLayout.IER_TRANSMITTER_EMPTY);
        assertThat(irq.isHigh()).isTrue();
        assertThat(read(UartLayout.IIR_FCR)).isEqualTo(UartLayout.IIR_TRANSMITTER_EMPTY);
        assertThat(irq.isHigh()).isFalse();
        assertThat(read(UartLayout.IIR_FCR)).isEqualTo(UartLayout.IIR_NONE);
        write(UartLayout.RBR_THR_DLL, 'a');
        assertThat(irq.isHigh()).isTrue();
    }

    @Test
    void receivedDataOutranksTheTransmitter() throws InterruptedException {
        write(UartLayout.IER_DLM, UartLayout.IER_TRANSMITTER_EMPTY | UartLayout.IER_RECEIVED_DATA);
        type("a");
        assertThat(read(UartLayout.IIR_FCR)).isEqualTo(UartLayout.IIR_RECEIVED_DATA);
        assertThat(read(UartLayout.RBR_THR_DLL)).isEqualTo('a');
        assertThat(read(UartLayout.IIR_FCR)).isEqualTo(UartLayout.IIR_TRANSMITTER_EMPTY);
    }

    @Test
    void fifoBelowItsTriggerTimesOutAndAtItIsReceivedData() throws InterruptedException {
        write(UartLayout.IIR_FCR, UartLayout.FCR_ENABLE | (1 << UartLayout.FCR_TRIGGER_SHIFT));
        write(UartLayout.IER_DLM, UartLayout.IER_RECEIVED_DATA);
        int fifos = UartLayout.IIR_FIFOS_ENABLED;
        type("abc");
        assertThat(read(UartLayout.IIR_FCR)).isEqualTo(fifos | UartLayout.IIR_CHARACTER_TIMEOUT);
        assertThat(irq.isHigh()).isTrue();
        type("d");
        assertThat(read(UartLayout.IIR_FCR)).isEqualTo(fifos | UartLayout.IIR_RECEIVED_DATA);
        assertThat(readAll()).isEqualTo("abcd");
        assertThat(irq.isHigh()).isFalse();
    }

    @Test
    void inputLongerThanTheFifoArrivesWholeAndInOrder() throws InterruptedException {
        write(UartLayout.IIR_FCR, UartLayout.FCR_ENABLE);
        write(UartLayout.IER_DLM, UartLayout.IER_RECEIVED_DATA);
        String text = "0123456789".repeat(2_000); // more than the wire holds: the sender waits
        Thread sender =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    try {
                                        type(text);
                                    } catch (InterruptedException e) {
                                        throw new AssertionError(e);
                                    }
                                });
        StringBuilder received = new StringBuilder();
        while (received.length() < text.length()) {
            received.append(readAll());
            Thread.onSpinWait();
        }
        sender.join();
        assertThat(received.toString()).isEqualTo(text);
    }

    @Test
    void inputWaitsForAGuestThatIsStillProbing() throws InterruptedException {
        type("early");
        write(UartLayout.IIR_FCR, UartLayout.FCR_ENABLE | UartLayout.FCR_CLEAR_RECEIVER);
        write(UartLayout.IIR_FCR, 0);
        read(UartLayout.LSR);
        assertThat(read(UartLayout.RBR_THR_DLL)).isZero();
        write(UartLayout.IER_DLM, UartLayout.IER_RECEIVED_DATA);
        write(UartLayout.IIR_FCR, UartLayout.FCR_ENABLE | UartLayout.FCR_CLEAR_RECEIVER);
        assertThat(irq.isHigh()).isTrue();
        assertThat(readAll()).isEqualTo("early");
    }

    @Test
    void pollingGuestReceivesWithoutInterrupts() throws InterruptedException {
        type("polled");
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            if ((read(UartLayout.LSR) & UartLayout.LSR_DATA_READY) != 0) {
                text.append((char) read(UartLayout.RBR_THR_DLL));
            }
        }
        assertThat(text.toString()).isEqualTo("polled");
    }

    @Test
    void loopbackReturnsBytesAndModemLines() {
        write(UartLayout.MCR, UartLayout.MCR_LOOPBACK | UartLayout.MCR_OUT2 | UartLayout.MCR_RTS);
        assertThat(read(UartLayout.MSR) & 0xf0)
                .isEqualTo(UartLayout.MSR_CARRIER | UartLayout.MSR_CTS);
        write(UartLayout.RBR_THR_DLL, 'z');
        assertThat(read(UartLayout.LSR) & UartLayout.LSR_DATA_READY).isNotZero();
        assertThat(read(UartLayout.RBR_THR_DLL)).isEqualTo('z');
        output.close();
        assertThat(host.size()).isZero();
    }

    @Test
    void loopbackOverrunIsReportedOnceAndInterrupts() {
        write(UartLayout.IER_DLM, UartLayout.IER_LINE_STATUS);
        write(UartLayout.IIR_FCR, UartLayout.FCR_ENABLE);
        write(UartLayout.MCR, UartLayout.MCR_LOOPBACK);
        for (int i = 0; i <= UartLayout.FIFO_DEPTH; i++) {
            assertThat(irq.isHigh()).isFalse();
            write(UartLayout.RBR_THR_DLL, i);
        }
        assertThat(irq.isHigh()).isTrue();
        assertThat(read(UartLayout.LSR) & UartLayout.LSR_OVERRUN).isNotZero();
        assertThat(read(UartLayout.LSR) & UartLayout.LSR_OVERRUN).isZero();
        assertThat(irq.isHigh()).isFalse();
        write(UartLayout.IIR_FCR, UartLayout.FCR_ENABLE | UartLayout.FCR_CLEAR_RECEIVER);
        assertThat(read(UartLayout.LSR) & UartLayout.LSR_DATA_READY).isZero();
    }

    @Test
    void modemStatusChangeInterruptsUntilRead() {
        write(UartLayout.IER_DLM, UartLayout.IER_MODEM_STATUS);
        write(UartLayout.MCR, UartLayout.MCR_LOOPBACK);
        assertThat(irq.isHigh()).isTrue();
        assertThat(read(UartLayout.IIR_FCR)).isEqualTo(UartLayout.IIR_MODEM_STATUS);
        assertThat(read(UartLayout.MSR)).isEqualTo(0x0b);
        assertThat(irq.isHigh()).isFalse();
    }

    @Test
    void wideAccessUsesTheLowByte() {
        uart.write(UartLayout.SCR, 8, 0x1122334455667788L);
        assertThat(uart.read(UartLayout.SCR, 4)).isEqualTo(0x88);
    }

    @Test
    void hostileAccessesDoNoHarm() {
        HostileAccess.hammer(uart, Uart16550.LENGTH);
    }
}
