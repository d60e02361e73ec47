package dev.slat.machine.gdb;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Cuts a debugger's bytes into packets: {@code $data#checksum}, each acknowledged, and the
 * interrupt byte between them (GDB manual, "Remote Protocol", Overview). One thread.
 */
final class PacketReader {
    /** Far above the packet size that we offer, so only a broken client meets it. */
    private static final int MAX_PACKET = 1 << 20;

    private static final int INTERRUPT = 3;

    private final InputStream in;
    private final PacketWriter answers;

    PacketReader(InputStream in, PacketWriter answers) {
        this.in = in;
        this.answers = answers;
    }

    /** The next packet or interrupt; an I/O exception at the end of the connection. */
    SessionEvent next() throws IOException {
        while (true) {
            int b = read();
            if (b == INTERRUPT) {
                return new SessionEvent.Interrupt();
            }
            if (b == '$') {
                byte[] data = packet();
                if (data != null) {
                    return new SessionEvent.Packet(new String(data, PacketWriter.BYTES));
                }
            }
            // '+' and '-': the connection loses nothing, so nothing is ever sent again
        }
    }

    private byte @Nullable [] packet() throws IOException {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        int sum = 0;
        for (int b = read(); b != '#'; b = read()) {
            sum += b;
            if (b == '}') {
                b = read();
                sum += b;
                b ^= 0x20;
            }
            data.write(b);
            if (data.size() > MAX_PACKET) {
                throw new IOException("a packet of more than " + MAX_PACKET + " bytes");
            }
        }
        int high = Character.digit(read(), 16);
        int low = Character.digit(read(), 16);
        boolean good = high >= 0 && low >= 0 && (sum & 0xff) == 16 * high + low;
        answers.acknowledge(good);
        return good ? data.toByteArray() : null;
    }

    private int read() throws IOException {
        int b = in.read();
        if (b < 0) {
            throw new IOException("the debugger is gone");
        }
        return b;
    }
}
