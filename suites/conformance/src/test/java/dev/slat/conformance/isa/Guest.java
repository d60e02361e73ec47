package dev.slat.conformance.isa;

import static dev.slat.assembler.Register.A0;
import static dev.slat.assembler.Register.A1;
import static dev.slat.assembler.Register.A2;
import static dev.slat.assembler.Register.A3;
import static dev.slat.assembler.Register.A7;
import static dev.slat.assembler.Register.T0;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slat.assembler.Assembler;
import dev.slat.assembler.Csr;
import dev.slat.assembler.Program;
import dev.slat.assembler.Register;
import dev.slat.memory.GuestMemory;
import dev.slat.memory.GuestView;
import dev.slat.memory.Region;
import dev.slat.memory.host.HostMapping;
import dev.slat.riscv.Hart;
import dev.slat.riscv.HartEnvironment;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Harts with 64 MiB of memory, for one test program in S-mode. A program begins with {@link
 * #program}, and ends with {@link #end}, or by a trap, of which {@link #trap} then tells.
 */
final class Guest implements HartEnvironment, AutoCloseable {
    static final long RAM = 0x8000_0000L;
    static final long SIZE = 64 << 20;
    static final long FS = 3 << 13;

    /** Supervisor calls of the test programs, in a7. */
    private static final int ENDED = 0;

    private static final int TRAPPED = 1;

    /** What the handler found: scause, sepc, stval and sstatus. */
    record TrapSeen(long cause, long epc, long value, long status) {}

    private final HostMapping ram = HostMapping.anonymous(SIZE);
    private final GuestMemory memory = GuestMemory.create();
    private final List<GuestView> views = new ArrayList<>();
    private final List<Hart> harts = new ArrayList<>();
    private volatile long time;

    Guest(int count) {
        memory.setRegion(Region.slot(0).at(RAM).backedBy(ram));
        for (int i = 0; i < count; i++) {
            GuestView view = memory.attach();
            views.add(view);
            harts.add(new Hart(i, view, this));
        }
    }

    Guest() {
        this(1);
    }

    /**
     * The start of a program: traps are reported and end it, floating point is on. The next
     * instruction is at label {@code main}.
     */
    static Assembler program() {
        return Assembler.at(RAM)
                .j("start")
                .align(4)
                .label("trap")
                .csrr(A0, Csr.SCAUSE)
                .csrr(A1, Csr.SEPC)
                .csrr(A2, Csr.STVAL)
                .csrr(A3, Csr.SSTATUS)
                .li(A7, TRAPPED)
                .ecall()
                .label("start")
                .la(T0, "trap")
                .csrw(Csr.STVEC, T0)
                .li(T0, FS)
                .csrs(Csr.SSTATUS, T0)
                .li(T0, 0)
                .label("main");
    }

    /** The end of a program; writes a7. */
    static Program end(Assembler code) {
        return code.li(A7, ENDED).ecall().assemble();
    }

    /** Loads a program and runs it on the first hart until it ends or traps. */
    Guest run(Program program) {
        load(program);
        run(0, program.base());
        return this;
    }

    /** Runs a hart from an address, its number in a0, on the calling thread. */
    void run(int hart, long pc) {
        harts.get(hart).reset(pc, hart, 0);
        harts.get(hart).run();
    }

    Guest load(Program program) {
        memory.write(program.base(), MemorySegment.ofArray(program.bytes()));
        return this;
    }

    Hart hart() {
        return harts.getFirst();
    }

    GuestMemory memory() {
        return memory;
    }

    void setTime(long ticks) {
        time = ticks;
    }

    /** A register of the first hart, after a program that must not have trapped. */
    long get(Register register) {
        assertThat(hart().register(A7.number())).as("%s", lastTrap()).isEqualTo(ENDED);
        return hart().register(register.number());
    }

    /** The trap that ended the program. */
    TrapSeen trap() {
        assertThat(hart().register(A7.number())).as("the program trapped").isEqualTo(TRAPPED);
        return lastTrap();
    }

    private TrapSeen lastTrap() {
        return new TrapSeen(
                hart().register(A0.number()),
                hart().register(A1.number()),
                hart().register(A2.number()),
                hart().register(A3.number()));
    }

    long dword(long gpa) {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        memory.read(gpa, MemorySegment.ofBuffer(bytes));
        return bytes.getLong(0);
    }

    Guest setDword(long gpa, long value) {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        memory.write(gpa, MemorySegment.ofBuffer(bytes.putLong(0, value)));
        return this;
    }

    @Override
    public void supervisorCall(Hart hart) {
        hart.stop();
    }

    @Override
    public long time() {
        return time;
    }

    @Override
    public long timeFrequency() {
        return 10_000_000;
    }

    @Override
    public void close() {
        views.forEach(GuestView::close);
        memory.close();
        ram.close();
    }
}
