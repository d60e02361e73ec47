package dev.slat.torture.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slat.memory.GuestMemory;
import dev.slat.memory.GuestView;
import dev.slat.memory.Region;
import dev.slat.memory.host.HostMapping;
import dev.slat.memory.host.Window;
import dev.slat.riscv.Hart;
import dev.slat.riscv.HartEnvironment;
import dev.slat.torture.run.Check;
import dev.slat.torture.run.Findings;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/** Each check is fed a violation, and must say so. */
@Timeout(120)
class MemoryChecksTest {
    private final Findings findings = new Findings(true);
    private final TortureSpace space = new TortureSpace(findings, 1);

    /** A guest with RAM and the program, slot 0 at its first place, and a report device. */
    private final HostMapping ram = HostMapping.anonymous(Layout.RAM_BYTES);

    private final HostMapping slot = HostMapping.anonymous(Layout.PAGES * Layout.PAGE);
    private final GuestMemory memory = GuestMemory.create();

    @AfterEach
    void close() {
        memory.close();
        ram.close();
        slot.close();
    }

    /** Runs a hart until the first finding. */
    private void runHart() throws InterruptedException {
        memory.setRegion(Region.slot(0).at(Layout.RAM).backedBy(ram));
        byte[] program = GuestProgram.assemble().bytes();
        memory.write(Layout.RAM, MemorySegment.ofArray(program));
        memory.setRegion(Region.slot(1).at(Layout.place(0, 0)).backedBy(slot));
        memory.registerDevice(Layout.REPORT, Layout.LINE, new ReportDevice(findings));
        try (GuestView view = memory.attach()) {
            Hart hart = new Hart(0, view, new Alone());
            hart.reset(Layout.RAM, 0, 0);
            Thread thread = Thread.ofPlatform().start(hart::run);
            findings.awaitDecision(60_000_000_000L);
            hart.stop();
            thread.join();
        }
        assertThat(findings.isDecided()).isTrue();
    }

    private void copyLife(long number) {
        FrameLife life = FrameLife.of(number, 0, space.newAddress());
        byte[] page = new byte[(int) Layout.PAGE];
        for (int i = 0; i < Layout.PAGES; i++) {
            Window.get(life.hva(i), MemorySegment.ofArray(page), 0, Layout.PAGE);
            Window.put(slot.hva() + i * Layout.PAGE, MemorySegment.ofArray(page), 0, Layout.PAGE);
        }
        life.free(findings);
    }

    private void setBound(long life) {
        Window.putLong(ram.hva() + Layout.bound(0, 0) - Layout.RAM, life);
    }

    @Test
    void aHartReportsATagOfALifeThatIsOver() throws InterruptedException {
        copyLife(5);
        setBound(6);
        runHart();
        assertThat(findings.failures(Check.STALE)).isPositive();
        assertThat(findings.first().orElseThrow())
                .isEqualTo("stale access: hart 0 read tag 0x50000 at 0x100000000");
    }

    @Test
    void aHartReportsPoison() throws InterruptedException {
        for (int page = 0; page < Layout.PAGES; page++) {
            Tag.poison(slot.hva() + page * Layout.PAGE);
        }
        runHart();
        assertThat(findings.first().orElseThrow())
                .isEqualTo("stale access: hart 0 read tag 0xdead0000dead0000 at 0x100000000");
    }

    @Test
    void aHartReportsCodeOfALifeThatIsOver() throws InterruptedException {
        copyLife(5);
        byte[] code = GuestProgram.codeOf(4);
        long hva = slot.hva() + Layout.CODE_PAGE * Layout.PAGE + Layout.CODE;
        Window.put(hva, MemorySegment.ofArray(code), 0, code.length);
        setBound(5);
        runHart();
        assertThat(findings.first().orElseThrow())
                .isEqualTo("stale access: hart 0 ran code that returned 0x4000 at 0x10000f000");
    }

    @Test
    void aHartReportsCodeThatIsPoisoned() throws InterruptedException {
        copyLife(5);
        Window.putLong(slot.hva() + Layout.CODE_PAGE * Layout.PAGE + Layout.CODE, Tag.POISON);
        runHart();
        assertThat(findings.first().orElseThrow())
                .isEqualTo(
                        "stale access: hart 0 ran illegal code in taken-away memory: 0x10000f040"
                                + " at 0x10000f000");
    }

    @Test
    void aHartFindsNothingWrongInTheLifeThatIs() throws InterruptedException {
        copyLife(5);
        setBound(5);
        Thread later =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    long loops = ram.hva() + Layout.counters(0) - Layout.RAM;
                                    while (Window.getLongVolatile(loops) < 1000) {
                                        LockSupport.parkNanos(100_000);
                                    }
                                    findings.failed(Check.ERROR, "enough");
                                });
        runHart();
        later.join();
        assertThat(findings.first()).contains("error: enough");
        assertThat(Window.getLong(ram.hva() + Layout.counters(0) + 8 - Layout.RAM))
                .isGreaterThanOrEqualTo(1000 * Layout.PAGES - Layout.PAGES);
    }

    @Test
    void aStoreToAFrameThatWasTakenAwayIsFound() {
        FrameLife life = FrameLife.of(1, 0, space.newAddress());
        long old = life.hva(3);
        life.replace(3, true, space);
        assertThat(life.hva(3)).isNotEqualTo(old);
        assertThat(Window.getLong(life.hva(3))).isEqualTo(Tag.of(1, 0, 3));
        assertThat(Tag.isPoisoned(old)).isTrue();
        Window.putLong(old + 2048, 1);
        life.free(findings);
        assertThat(findings.failures(Check.STALE_STORE)).isEqualTo(1);
    }

    @Test
    void aLifeThatASlotStillNamesIsNotBuriedUnseen() {
        FrameLife life = FrameLife.of(1, 0, space.newAddress());
        space.add(life);
        space.retain(life.userAddress, life.bytes());
        Graveyard graveyard = new Graveyard(space, findings);
        graveyard.bury(life, new SplittableRandom(1));
        graveyard.close();
        assertThat(findings.failures(Check.OWNERSHIP)).isEqualTo(1);
    }

    @Test
    void aPageThatIsWrittenUnseenIsLost() {
        World world = new World(BrokenMemory.NONE, findings, 0, new SplittableRandom(3));
        FrameLife life = FrameLife.of(1, 0, world.space.newAddress());
        world.space.add(life);
        long gpa = Layout.place(0, 0);
        Runnable create =
                () -> world.memory.setUserMemoryRegion(1, 1, gpa, life.bytes(), life.userAddress);
        world.change(create, () -> {});
        DirtyShadow shadow = new DirtyShadow(world, 1, life);
        shadow.begin(gpa);
        world.memory.write(gpa + 2 * Layout.PAGE + 64, MemorySegment.ofArray(new long[] {1}));
        shadow.round(gpa);
        assertThat(findings.passes(Check.DIRTY)).isEqualTo(1);
        assertThat(findings.failures()).isZero();

        Window.putLong(life.hva(4) + 64, 1);
        shadow.round(gpa);
        assertThat(findings.failures(Check.DIRTY)).isEqualTo(1);
        world.change(() -> world.memory.deleteRegion(1), () -> {});
        world.graveyard.bury(life, new SplittableRandom(1));
        world.close();
    }

    @Test
    void aDeviceThatIsCalledAfterItsDeathIsFound() {
        MortalDevice device = new MortalDevice(findings);
        device.write(0, 8, 1);
        assertThat(findings.failures()).isZero();
        device.die();
        device.write(0, 8, 1);
        assertThat(findings.failures(Check.DEVICE)).isEqualTo(1);
    }

    private static final class Alone implements HartEnvironment {
        @Override
        public long time() {
            return 0;
        }

        @Override
        public long timeFrequency() {
            return 1_000_000;
        }

        @Override
        public void supervisorCall(Hart hart) {
            throw new IllegalStateException("no call is expected");
        }
    }
}
