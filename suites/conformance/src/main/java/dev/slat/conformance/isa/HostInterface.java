package dev.slat.conformance.isa;

import dev.slat.memory.GuestMemory;
import dev.slat.memory.GuestMemoryException;

import java.io.PrintWriter;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/**
 * The host's side of {@code tohost} and {@code fromhost}, two 64-bit words in the program's memory
 * (the host-target interface of riscv-isa-sim, with its device 0, system calls, and 1, the
 * console).
 *
 * <p>A word in {@code tohost} has the device in bits 56 to 63, the command in bits 48 to 55 and the
 * payload below. To device 0 an odd payload ends the program, the exit code in the bits above; an
 * even one is the address of a system call of which only {@code write} to 1 and 2 exists. The host
 * takes the word by storing 0 there, and answers in {@code fromhost}. One thread.
 */
final class HostInterface {
    private static final int SYSTEM_CALLS = 0;
    private static final int CONSOLE = 1;
    private static final int PUT_CHARACTER = 1;
    private static final long PAYLOAD = (1L << 48) - 1;
    private static final long SYS_WRITE = 64;
    private static final long NO_SUCH_CALL = -38;

    /** Most bytes of one write: the program picks the length. */
    private static final int MAX_WRITE = 1 << 16;

    private final GuestMemory memory;
    private final long tohost;
    private final OptionalLong fromhost;
    private final PrintWriter console;

    HostInterface(GuestMemory memory, long tohost, OptionalLong fromhost, PrintWriter console) {
        this.memory = memory;
        this.tohost = tohost;
        this.fromhost = fromhost;
        this.console = console;
    }

    /** Whether the program has asked for something since; {@link #serve} does it. */
    boolean isAsked() {
        return memory.getLongVolatile(tohost) != 0;
    }

    /** Does what the program asks for; its exit code if it asks for its end. */
    OptionalLong serve() {
        long word = memory.getLongVolatile(tohost);
        int device = (int) (word >>> 56);
        int command = (int) (word >>> 48) & 0xff;
        long payload = word & PAYLOAD;
        if (device == SYSTEM_CALLS && command == 0) {
            if ((payload & 1) != 0) {
                return OptionalLong.of(payload >>> 1);
            }
            if (payload != 0) {
                call(payload);
                answer(word, 1);
            }
        } else if (device == CONSOLE && command == PUT_CHARACTER) {
            console.write((char) (payload & 0xff));
            console.flush();
            answer(word, word & ~PAYLOAD);
        } else {
            answer(word, 0); // a device that is not there
        }
        return OptionalLong.empty();
    }

    /** The low half may have been stored alone; then the word is another one by now, and stays. */
    private void answer(long word, long value) {
        if (memory.compareAndSetLong(tohost, word, 0) && fromhost.isPresent() && value != 0) {
            memory.compareAndSetLong(fromhost.getAsLong(), 0, value);
        }
    }

    /** Eight words at {@code at}: the call and its arguments; the result goes into the first. */
    private void call(long at) {
        try {
            long result = NO_SUCH_CALL;
            if (memory.getLongVolatile(at) == SYS_WRITE) {
                result = write(memory.getLongVolatile(at + 16), memory.getLongVolatile(at + 24));
            }
            memory.compareAndSetLong(at, memory.getLongVolatile(at), result);
        } catch (GuestMemoryException | IllegalArgumentException noSuchAddress) {
            console.println("(a system call at 0x%x is outside memory)".formatted(at));
        }
    }

    private long write(long address, long length) {
        byte[] bytes = new byte[Math.clamp(length, 0, MAX_WRITE)];
        memory.read(address, MemorySegment.ofArray(bytes));
        console.write(new String(bytes, StandardCharsets.ISO_8859_1));
        console.flush();
        return bytes.length;
    }
}
