package dev.slat.machine.gdb;

import dev.slat.riscv.DebugStop;
import dev.slat.riscv.HartDebugger;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;

/**
 * One debugger's session: takes events from a queue and answers its packets (GDB manual, "GDB
 * Remote Serial Protocol").
 *
 * <p>All-stop: whenever the debugger is told of a stop, all harts are stopped. A connection stops
 * them, as QEMU's does; its end removes all points and lets them go on. Runs on one thread.
 */
final class GdbSession {
    private static final String OK = "OK";
    private static final String NOT_KNOWN = "";

    /** Errors have numbers that mean nothing to the debugger; these are those of errno. */
    private static final String FAULT = "E0e";

    private static final String INVALID = "E16";

    private static final String INTERRUPTED = "T02";
    private static final String TRAPPED = "T05";

    private final DebugTarget target;
    private final BlockingQueue<SessionEvent> events;
    private final PacketWriter out;
    private final Threads threads;
    private final RunControl harts;
    private final DebugMemory memory;
    private final Queries queries;
    private final Points points = new Points();
    private String lastStop;
    private boolean open = true;

    GdbSession(DebugTarget target, BlockingQueue<SessionEvent> events, PacketWriter out) {
        this.target = target;
        this.events = events;
        this.out = out;
        this.threads = new Threads(target.harts());
        this.harts = new RunControl(target);
        this.memory = new DebugMemory(target.memory());
        this.queries = new Queries(threads, memory, new Monitor(target, threads), out);
        this.lastStop = TRAPPED + thread(0);
    }

    /** Serves the debugger until it leaves or the machine ends. */
    void run() throws InterruptedException {
        harts.stop();
        try {
            while (open) {
                handle(events.take());
            }
        } catch (IOException e) {
            // the connection is gone: as after a detach
        } finally {
            release();
        }
    }

    private void release() throws InterruptedException {
        harts.stop();
        points.clear();
        points.apply(harts);
        harts.resume(hart -> true, hart -> false);
    }

    private void handle(SessionEvent event) throws InterruptedException, IOException {
        switch (event) {
            case SessionEvent.Packet(var data) -> {
                String answer = answer(data);
                if (answer != null) {
                    out.send(answer);
                }
            }
            case SessionEvent.Interrupt() -> stopped(INTERRUPTED + thread(threads.chosen()));
            case SessionEvent.Stopped(var hart, var stop) -> {
                if (harts.isRunning()) {
                    threads.choose(hart);
                    stopped(reply(hart, stop));
                }
            }
            case SessionEvent.Ended() -> {
                if (harts.isRunning()) {
                    out.send("W00");
                }
                open = false;
            }
            case SessionEvent.Closed() -> open = false;
        }
    }

    /**
     * Stops all harts and tells the debugger. What other harts met meanwhile is dropped: one that
     * stands at a breakpoint meets it again, as the debugger expects.
     */
    private void stopped(String reply) throws InterruptedException, IOException {
        if (!harts.isRunning()) {
            return;
        }
        harts.stop();
        events.removeIf(SessionEvent.Stopped.class::isInstance);
        lastStop = reply;
        out.send(reply);
    }

    private static String reply(int hart, DebugStop stop) {
        String watched = Long.toHexString(stop.address());
        return switch (stop.kind()) {
            case BREAKPOINT, STEP -> TRAPPED + thread(hart);
            case WATCH_STORE -> TRAPPED + "watch:" + watched + ";" + thread(hart);
            case WATCH_LOAD -> TRAPPED + "rwatch:" + watched + ";" + thread(hart);
            case WATCH_ACCESS -> TRAPPED + "awatch:" + watched + ";" + thread(hart);
        };
    }

    private static String thread(int hart) {
        return "thread:" + Threads.id(hart) + ";";
    }

    /** The answer to a packet, or null where it comes with the next stop or never. */
    private @Nullable String answer(String packet) {
        if (packet.isEmpty()) {
            return NOT_KNOWN;
        }
        try {
            return answer(packet.charAt(0), packet.substring(1));
        } catch (BadPacket e) {
            return INVALID;
        }
    }

    private @Nullable String answer(char kind, String rest) {
        HartDebugger hart = threads.debugger();
        return switch (kind) {
            case '?' -> lastStop;
            case 'q', 'Q' -> queries.answer(kind + rest);
            case 'g' -> RegisterFile.readAll(hart.registers());
            case 'G' -> {
                RegisterFile.writeAll(hart.registers(), rest);
                yield OK;
            }
            case 'p' -> {
                String value = RegisterFile.read(hart.registers(), Hex.smallNumber(rest));
                yield value == null ? INVALID : value;
            }
            case 'P' -> writeRegister(hart, rest);
            case 'm' -> readMemory(hart, rest);
            case 'M', 'X' -> writeMemory(hart, rest, kind == 'X');
            case 'H' -> choose(rest);
            case 'T' -> {
                threads.hart(rest);
                yield OK;
            }
            case 'Z', 'z' -> changePoint(kind == 'Z', rest);
            case 'v' -> verbose(rest);
            case 'c', 'C' -> resume(";c");
            case 's', 'S' -> resume(";s:" + Threads.id(threads.chosen()));
            case 'D' -> {
                open = false;
                yield OK;
            }
            case 'k' -> {
                target.kill().run();
                open = false;
                yield null;
            }
            default -> NOT_KNOWN;
        };
    }

    private @Nullable String verbose(String rest) {
        if (rest.equals("Cont?")) {
            return "vCont;c;C;s;S";
        }
        if (rest.startsWith("Cont;")) {
            return resume(rest.substring("Cont".length()));
        }
        if (rest.startsWith("Kill")) {
            target.kill().run();
            open = false;
            return OK;
        }
        return NOT_KNOWN;
    }

    private @Nullable String resume(String actions) {
        ResumeActions parsed = ResumeActions.parse(actions, threads, target.harts().size());
        harts.resume(parsed::goes, parsed::steps);
        return null;
    }

    private String choose(String rest) {
        int hart = threads.hart(rest.substring(Math.min(1, rest.length())));
        if (rest.startsWith("g") && hart != Threads.ALL) {
            threads.choose(hart);
        }
        return OK;
    }

    private static String writeRegister(HartDebugger hart, String rest) {
        String[] parts = rest.split("=", 2);
        if (parts.length < 2) {
            throw new BadPacket();
        }
        int number = Hex.smallNumber(parts[0]);
        return RegisterFile.write(hart.registers(), number, parts[1]) ? OK : INVALID;
    }

    private String readMemory(HartDebugger hart, String rest) {
        String[] range = rest.split(",", 2);
        if (range.length < 2) {
            throw new BadPacket();
        }
        int length = Math.min(Hex.smallNumber(range[1]), Queries.PACKET_SIZE / 2);
        byte[] bytes = memory.read(hart.registers(), Hex.number(range[0]), length);
        return bytes.length == 0 && length > 0 ? FAULT : Hex.bytes(bytes);
    }

    private String writeMemory(HartDebugger hart, String rest, boolean binary) {
        String[] parts = rest.split("[,:]", 3);
        if (parts.length < 3) {
            throw new BadPacket();
        }
        byte[] bytes = binary ? parts[2].getBytes(PacketWriter.BYTES) : Hex.bytes(parts[2]);
        if (bytes.length != Hex.smallNumber(parts[1])) {
            throw new BadPacket();
        }
        boolean written = memory.write(hart.registers(), Hex.number(parts[0]), bytes);
        harts.forEach(HartDebugger::codeChanged);
        return written ? OK : FAULT;
    }

    private String changePoint(boolean set, String rest) {
        if (rest.isEmpty() || !Points.isKnown(rest.charAt(0))) {
            return NOT_KNOWN;
        }
        if (!points.change(set, rest)) {
            return INVALID;
        }
        points.apply(harts);
        return OK;
    }
}
