package dev.slat.machine;

import dev.slat.devices.uart.Uart16550;

import java.io.IOException;
import java.io.InputStream;

/**
 * Carries what the host types to the guest's serial port, as fast as the guest takes it, until the
 * stream ends. Its thread is a daemon: a read from a terminal cannot be called back.
 */
final class ConsoleInput {
    private static final int CHUNK = 256;

    private final InputStream stream;
    private final Uart16550 uart;
    private final Thread thread;

    ConsoleInput(InputStream stream, Uart16550 uart) {
        this.stream = stream;
        this.uart = uart;
        this.thread = Thread.ofPlatform().daemon().name("console-input").unstarted(this::pump);
    }

    void start() {
        thread.start();
    }

    void stop() {
        thread.interrupt();
    }

    private void pump() {
        byte[] chunk = new byte[CHUNK];
        try {
            for (int count = stream.read(chunk); count >= 0; count = stream.read(chunk)) {
                uart.receive(chunk, 0, count);
            }
        } catch (IOException endOfInput) {
            // A terminal that went away types nothing more; the guest runs on.
        } catch (InterruptedException machineStopped) {
            Thread.currentThread().interrupt();
        }
    }
}
