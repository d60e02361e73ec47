package dev.slat.machine.gdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The debugger's end of the protocol, for tests: checks every checksum and acknowledgement. */
final class GdbClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    GdbClient(String address) throws IOException {
        int colon = address.lastIndexOf(':');
        int port = Integer.parseInt(address.substring(colon + 1));
        socket = new Socket(address.substring(0, colon), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** Sends a packet and returns the answer. */
    String ask(String packet) throws IOException {
        send(packet);
        return receive();
    }

    /** Sends a packet that must be answered with OK. */
    void tell(String packet) throws IOException {
        assertThat(ask(packet)).as(packet).isEqualTo("OK");
    }

    void send(String packet) throws IOException {
        int sum = packet.chars().sum() & 0xff;
        raw("$%s#%02x".formatted(packet, sum));
        assertThat((char) in.read()).as("acknowledgement of " + packet).isEqualTo('+');
    }

    void raw(String bytes) throws IOException {
        out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    int rawByte() throws IOException {
        return in.read();
    }

    String receive() throws IOException {
        assertThat((char) in.read()).isEqualTo('$');
        StringBuilder data = new StringBuilder();
        int sum = 0;
        for (int b = in.read(); b != '#'; b = in.read()) {
            assertThat(b).as("end after " + data).isNotNegative();
            sum += b;
            if (b == '}') {
                b = in.read();
                sum += b;
                b ^= 0x20;
            }
            data.append((char) b);
        }
        String check = "" + (char) in.read() + (char) in.read();
        assertThat(check).isEqualTo("%02x".formatted(sum & 0xff));
        raw("+");
        return data.toString();
    }

    long register(int number) throws IOException {
        return Long.reverseBytes(
                Long.parseUnsignedLong(ask("p" + Integer.toHexString(number)), 16));
    }

    void setRegister(int number, long value) throws IOException {
        tell("P%x=%016x".formatted(number, Long.reverseBytes(value)));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
