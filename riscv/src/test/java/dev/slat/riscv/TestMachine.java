package dev.slat.riscv;

import dev.slat.memory.GuestMemory;
import dev.slat.memory.GuestView;
import dev.slat.memory.Region;
import dev.slat.memory.host.HostMapping;
import dev.slat.memory.host.Window;

import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/** A hart with RAM at 0x80000000, a clock that a test moves, and an SBI that a test gives. */
final class TestMachine implements AutoCloseable, HartEnvironment {
    static final long RAM = 0x8000_0000L;

    final GuestMemory memory = GuestMemory.create();
    final HostMapping ram;
    final GuestView view;
    final Hart hart;
    volatile long time;

    /** What an ecall from S-mode does; stops the hart if not set. */
    Consumer<Hart> sbi = Hart::stop;

    TestMachine(long bytes) {
        this(bytes, Isa.all());
    }

    /** With some extensions only. */
    TestMachine(long bytes, Isa isa) {
        ram = HostMapping.anonymous(bytes);
        memory.setRegion(Region.slot(0).at(RAM).backedBy(ram));
        view = memory.attach();
        hart = new Hart(0, view, this, isa);
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
    public void supervisorCall(Hart caller) {
        sbi.accept(caller);
    }

    long hva(long gpa) {
        return ram.hva() + gpa - RAM;
    }

    void write(long gpa, byte[] bytes) {
        Window.put(hva(gpa), MemorySegment.ofArray(bytes), 0, bytes.length);
    }

    void code(long gpa, int... words) {
        for (int i = 0; i < words.length; i++) {
            Window.putInt(hva(gpa) + 4L * i, words[i]);
        }
    }

    long load(long gpa) {
        return Window.getLong(hva(gpa));
    }

    void store(long gpa, long value) {
        Window.putLong(hva(gpa), value);
    }

    @Override
    public void close() {
        hart.mmu.flushAll();
        view.close();
        memory.deleteRegion(0);
        memory.close();
        ram.close();
    }
}
