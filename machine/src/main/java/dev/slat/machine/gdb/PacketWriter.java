package dev.slat.machine.gdb;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Sends packets and acknowledgements. Threads: any. */
final class PacketWriter {
    /** Packets are bytes; a string of them has a character for each. */
    static final Charset BYTES = StandardCharsets.ISO_8859_1;

    private final OutputStream out;
    private boolean acknowledges = true;

    PacketWriter(OutputStream out) {
        this.out = out;
    }

    /** The packet was good, or is wanted again; until the debugger asks for none of this. */
    synchronized void acknowledge(boolean good) throws IOException {
        if (acknowledges) {
            out.write(good ? '+' : '-');
            out.flush();
        }
    }

    synchronized void stopAcknowledging() {
        acknowledges = false;
    }

    synchronized void send(String data) throws IOException {
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write('$');
        int sum = 0;
        for (byte b : data.getBytes(BYTES)) {
            int c = b & 0xff;
            if (c == '#' || c == '$' || c == '}' || c == '*') {
                packet.write('}');
                sum += '}';
                c ^= 0x20;
            }
            packet.write(c);
            sum += c;
        }
        packet.writeBytes("#%02x".formatted(sum & 0xff).getBytes(BYTES));
        out.write(packet.toByteArray());
        out.flush();
    }
}
