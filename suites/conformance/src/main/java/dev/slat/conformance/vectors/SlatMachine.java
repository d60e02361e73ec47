package dev.slat.conformance.vectors;

import dev.slat.conformance.vectors.Answer.Piece;
import dev.slat.memory.GuestMemoryException;
import dev.slat.memory.bus.CoalescedRing;
import dev.slat.memory.bus.CoalescedZone;
import dev.slat.memory.host.HostMapping;
import dev.slat.memory.host.PageAccess;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Slat's guest memory behind the calls of the real KVM, with a hart of ours as vCPU. */
final class SlatMachine implements VectorMachine {
    private static final long HARNESS_ADDRESS = 15L << 40;

    /** What is taken beside the scenario's own slots once there is a vCPU: see the format. */
    private static final Operation.SetRegion HARNESS =
            new Operation.SetRegion(32000, 0x7ffff00000L, 0x10000, HARNESS_ADDRESS, 0);

    private final Kernel kernel;
    private final RegionSpace space = new RegionSpace();
    private @Nullable SlatVm vm;

    private SlatMachine(Kernel kernel) {
        this.kernel = kernel;
        space.map(HARNESS_ADDRESS, HARNESS.size(), false);
    }

    static SlatMachine create(Kernel kernel) {
        return new SlatMachine(kernel);
    }

    @Override
    public boolean canRun(Needs needs) {
        return true;
    }

    private SlatVm vm() {
        if (vm == null) {
            throw new IllegalStateException("there is no VM yet");
        }
        return vm;
    }

    /** The answer of a call that gives 0 or is refused. */
    private static Answer call(Runnable call) {
        try {
            call.run();
            return Answers.DONE;
        } catch (GuestMemoryException e) {
            return new Answer.Refused(e.errno().name());
        }
    }

    private static Answer fault(boolean done, String error) {
        return done ? Answers.DONE : new Answer.Refused(error);
    }

    @Override
    public Answer newVm(Operation.NewVm o) {
        closeVm();
        vm = new SlatVm(kernel, space);
        if (!o.vcpu()) {
            return Answers.DONE;
        }
        Answer answer = setRegion(HARNESS);
        vm.createVcpu(HARNESS.gpa());
        return answer;
    }

    private void closeVm() {
        if (vm != null) {
            vm.close();
            vm = null;
        }
    }

    @Override
    public Answer mapRegion(Operation.MapRegion o) {
        long start = HostRegion.start(o.region());
        space.map(start, o.size(), o.hugePages());
        for (long at = 0; o.warm() && at < o.size(); at += HostMapping.PAGE) {
            space.poke(start + at, 1, 0);
        }
        return Answers.DONE;
    }

    @Override
    public Answer setRegion(Operation.SetRegion o) {
        return call(
                () ->
                        vm().memory
                                .setUserMemoryRegion(
                                        o.slot(), o.flags(), o.gpa(), o.size(), o.userAddress()));
    }

    @Override
    public Answer getLog(Operation.GetLog o) {
        try {
            long[] words = vm().memory.dirtyLog(o.slot());
            // The bits are taken even if they cannot be stored.
            return o.badBuffer()
                    ? new Answer.Refused("EFAULT")
                    : new Answer.Log(
                            (long) words.length * Long.BYTES, PageSet.of(words), PageSet.NONE);
        } catch (GuestMemoryException e) {
            return new Answer.Refused(e.errno().name());
        }
    }

    @Override
    public Answer clearLog(Operation.ClearLog o) {
        long pages = Integer.toUnsignedLong(o.pages());
        int length = (int) Math.min((pages + 63) >>> 6, Integer.MAX_VALUE >>> 6);
        // What cannot be read clears nothing, but the range is checked before.
        long[] words = o.badBuffer() ? new long[length] : o.bits().words(length);
        Answer answer =
                call(() -> vm().memory.clearDirtyLog(o.slot(), o.firstPage(), pages, words));
        return answer.equals(Answers.DONE) && o.badBuffer() && pages > 0
                ? new Answer.Refused("EFAULT")
                : answer;
    }

    @Override
    public Answer manualLog(Operation.ManualLog o) {
        return (int) o.flags() != 0
                ? new Answer.Refused("EINVAL") // of the call itself, whatever the capability
                : call(() -> vm().memory.manualDirtyLog(o.value()));
    }

    @Override
    public Answer check(Operation.Check o) {
        int spaces = kernel.addressSpaces();
        return new Answer.Result(
                switch (o.capability()) {
                    case Capability.NR_MEMSLOTS -> SlatVm.USER_SLOTS;
                    case Capability.COALESCED_MMIO -> KvmLayout.RING_PAGE;
                    case Capability.MULTI_ADDRESS_SPACE -> spaces > 1 ? spaces : 0;
                    case Capability.MANUAL_PROTECT2 -> 3;
                    case Capability.USER_MEMORY,
                            Capability.SYNC_MMU,
                            Capability.DESTROY_MEMORY_REGION_WORKS,
                            Capability.JOIN_MEMORY_REGIONS_WORKS,
                            Capability.READONLY_MEM,
                            Capability.COALESCED_PIO ->
                            1;
                    default -> 0;
                });
    }

    @Override
    public Answer zone(Operation.Zone o) {
        return call(
                () -> {
                    var zone = new CoalescedZone(o.gpa(), o.size(), o.pio());
                    if (o.register()) {
                        vm().memory.registerZone(zone);
                    } else {
                        vm().memory.unregisterZone(zone);
                    }
                });
    }

    @Override
    public Answer ring(Operation.Ring o) {
        if (vm().vcpu() == null) {
            return Answers.NO_VCPU;
        }
        CoalescedRing ring = vm().memory.coalescedRing();
        int first = ring.first();
        int last = ring.last();
        List<Piece> entries = new ArrayList<>();
        CoalescedRing.Visitor visitor =
                (gpa, length, pio, data) -> entries.add(new Piece(gpa, length, data));
        int count = o.keep() ? ring.peek(visitor) : ring.drain(visitor);
        int shown = Long.compareUnsigned(o.show(), count) < 0 ? (int) o.show() : count;
        return new Answer.RingContent(first, last, count, List.copyOf(entries.subList(0, shown)));
    }

    /** How many entries came to the ring while {@code access} ran. */
    private int coalescedBy(Runnable access) {
        CoalescedRing ring = vm().memory.coalescedRing();
        int before = ring.last();
        access.run();
        return Math.floorMod(ring.last() - before, ring.places());
    }

    /** One access; null if it failed. */
    private Answer.@Nullable Access access(
            SlatVcpu vcpu, String kind, long gpa, int length, long value) {
        UserSpace outside = vm().userSpace;
        outside.clear();
        boolean[] done = new boolean[1];
        int coalesced = coalescedBy(() -> done[0] = vcpu.access(kind, gpa, length, value));
        boolean load = kind.equals("read");
        return done[0]
                ? new Answer.Access(
                        load, load ? vcpu.value() : 0, outside.reads(), outside.writes(), coalesced)
                : null;
    }

    private Answer answer(String kind, long gpa, int length, long value) {
        SlatVcpu vcpu = vm().vcpu();
        if (vcpu == null) {
            return Answers.NO_VCPU;
        }
        Answer.Access access = access(vcpu, kind, gpa, length, value);
        return access == null ? new Answer.Refused("EFAULT") : access;
    }

    @Override
    public Answer write(Operation.Write o) {
        return answer("write", o.gpa(), o.length(), o.value());
    }

    @Override
    public Answer read(Operation.Read o) {
        return answer("read", o.gpa(), o.length(), 0);
    }

    @Override
    public Answer add(Operation.Add o) {
        return answer("add", o.gpa(), o.length(), o.value());
    }

    @Override
    public Answer touch(Operation.Touch o) {
        SlatVcpu vcpu = vm().vcpu();
        if (vcpu == null) {
            return Answers.NO_VCPU;
        }
        long ok = 0;
        long mmio = 0;
        long coalesced = 0;
        long failed = 0;
        for (long i = 0; i < o.count(); i++) {
            Answer.Access access =
                    access(vcpu, "write", o.gpa() + i * o.stride(), o.length(), o.value() + i);
            if (access == null) {
                failed++;
            } else if (!access.writes().isEmpty()) {
                mmio++;
            } else if (access.coalesced() > 0) {
                coalesced++;
            } else {
                ok++;
            }
        }
        return new Answer.Touched(ok, mmio, coalesced, failed);
    }

    @Override
    public Answer kernelWrite(Operation.KernelWrite o) {
        if (vm().vcpu() == null) {
            return Answers.NO_VCPU;
        }
        vm().kernelWrite(o.gpa());
        return new Answer.Result(1);
    }

    @Override
    public Answer poke(Operation.Poke o) {
        return fault(space.poke(o.userAddress(), o.length(), o.value()), "EFAULT");
    }

    @Override
    public Answer peek(Operation.Peek o) {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        byte[] read = new byte[o.length()];
        if (!space.peek(o.userAddress(), read)) {
            return new Answer.Refused("EFAULT");
        }
        return new Answer.Value(bytes.put(0, read).getLong(0));
    }

    @Override
    public Answer discard(Operation.Discard o) {
        return fault(space.discard(o.userAddress(), o.size()), "ENOMEM");
    }

    @Override
    public Answer unmap(Operation.Unmap o) {
        space.unmap(o.userAddress(), o.size());
        return Answers.DONE;
    }

    @Override
    public Answer protect(Operation.Protect o) {
        PageAccess access =
                switch (o.protection()) {
                    case 0 -> PageAccess.NONE;
                    case 1 -> PageAccess.READ;
                    default -> PageAccess.READ_WRITE;
                };
        return fault(space.protect(o.userAddress(), o.size(), access), "ENOMEM");
    }

    @Override
    public void close() {
        closeVm();
        space.close();
    }
}
