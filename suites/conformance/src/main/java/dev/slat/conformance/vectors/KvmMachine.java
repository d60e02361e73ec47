package dev.slat.conformance.vectors;

import dev.slat.conformance.vectors.Answer.Piece;
import dev.slat.memory.internal.HostCalls;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The real KVM of this host, by its system calls: everything but a vCPU that runs. Width of guest
 * addresses and number of address spaces are the host's. Regions lie at fixed addresses of this
 * process, so only one such machine at a time can have any.
 */
final class KvmMachine implements VectorMachine {
    private static final String DEVICE = "/dev/kvm";

    /** Where nothing is ever mapped: the kernel keeps the first pages of a process free. */
    private static final long NO_MEMORY = 8;

    /** What is taken beside the scenario's own slots once there is a vCPU: see the format. */
    private static final Operation.SetRegion HARNESS =
            new Operation.SetRegion(32000, 0x7ffff00000L, 0x10000, 15L << 40, 0);

    private static final byte UNTOUCHED = (byte) 0xa5;

    private final int kvm;
    private final HostRegions regions = new HostRegions();

    /** How many pages each slot has: the size of its bitmap. */
    private final Map<Integer, Long> pages = new HashMap<>();

    private @Nullable KvmVm vm;

    private KvmMachine(int kvm) {
        this.kvm = kvm;
    }

    /** Whether there is a KVM that this process may use. */
    static boolean isThere() {
        Path device = Path.of(DEVICE);
        return System.getProperty("os.arch").equals("amd64")
                && Files.isReadable(device)
                && Files.isWritable(device);
    }

    /**
     * Opens it.
     *
     * @throws VectorException if there is none
     */
    static KvmMachine open() {
        int fd = HostCalls.open(DEVICE, true);
        if (fd < 0) {
            throw new VectorException(DEVICE + ": " + Errors.name(-fd));
        }
        return new KvmMachine(fd);
    }

    @Override
    public boolean canRun(Needs needs) {
        return needs == Needs.SLOTS || needs == Needs.KWRITE;
    }

    private KvmVm vm() {
        if (vm == null) {
            throw new IllegalStateException("there is no VM yet");
        }
        return vm;
    }

    private static Answer answer(int result) {
        return result < 0 ? new Answer.Refused(Errors.name(-result)) : new Answer.Result(result);
    }

    @Override
    public Answer newVm(Operation.NewVm o) {
        closeVm();
        vm = KvmVm.create(kvm);
        if (!o.vcpu()) {
            return Answers.DONE;
        }
        vm.createVcpu();
        return setRegion(HARNESS);
    }

    private void closeVm() {
        if (vm != null) {
            vm.close();
            vm = null;
        }
        pages.clear();
    }

    @Override
    public Answer mapRegion(Operation.MapRegion o) {
        return regions.map(o);
    }

    @Override
    public Answer setRegion(Operation.SetRegion o) {
        int result = vm().setRegion(o);
        if (result == 0) {
            if (o.size() == 0) {
                pages.remove(o.slot());
            } else {
                pages.put(o.slot(), o.size() >>> 12);
            }
        }
        return answer(result);
    }

    private int words(int slot) {
        return (int) ((pages.getOrDefault(slot, 1L) + 63) >>> 6);
    }

    @Override
    public Answer getLog(Operation.GetLog o) {
        if (o.badBuffer()) {
            return answer(vm().getLog(o.slot(), NO_MEMORY));
        }
        int bytes = words(o.slot()) * Long.BYTES;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bitmap = arena.allocate(bytes + Long.BYTES, 8).fill(UNTOUCHED);
            int result = vm().getLog(o.slot(), bitmap.address());
            if (result < 0) {
                return answer(result);
            }
            if (bitmap.get(ValueLayout.JAVA_BYTE, bytes) != UNTOUCHED) {
                throw new IllegalStateException("KVM stored more than " + bytes + " bytes");
            }
            long[] words = bitmap.asSlice(0, bytes).toArray(ValueLayout.JAVA_LONG);
            return new Answer.Log(bytes, PageSet.of(words), PageSet.NONE);
        }
    }

    @Override
    public Answer clearLog(Operation.ClearLog o) {
        if (o.badBuffer()) {
            return answer(vm().clearLog(o, NO_MEMORY));
        }
        // The kernel reads what the range needs, and refuses a range beyond the slot before.
        long wanted = (Integer.toUnsignedLong(o.pages()) + 63) >>> 6;
        long[] words = o.bits().words((int) Math.min(wanted, words(o.slot())) + 1);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bitmap = arena.allocateFrom(ValueLayout.JAVA_LONG, words);
            return answer(vm().clearLog(o, bitmap.address()));
        }
    }

    @Override
    public Answer manualLog(Operation.ManualLog o) {
        return answer(vm().enable(Capability.MANUAL_PROTECT2, (int) o.flags(), o.value()));
    }

    @Override
    public Answer check(Operation.Check o) {
        return answer(vm().check(o.capability()));
    }

    @Override
    public Answer zone(Operation.Zone o) {
        return answer(vm().zone(o));
    }

    @Override
    public Answer ring(Operation.Ring o) {
        if (!vm().hasVcpu()) {
            return Answers.NO_VCPU;
        }
        MemorySegment ring = vm().ring();
        int first = ring.get(ValueLayout.JAVA_INT, 0);
        int last = ring.get(ValueLayout.JAVA_INT, 4);
        List<Piece> entries = new ArrayList<>();
        int count = 0;
        for (int i = first; i != last; i = (i + 1) % KvmLayout.RING_PLACES) {
            if (Long.compareUnsigned(count++, o.show()) < 0) {
                long at = KvmLayout.RING_HEADER + (long) i * KvmLayout.RING_ENTRY;
                entries.add(
                        new Piece(
                                ring.get(ValueLayout.JAVA_LONG, at),
                                ring.get(ValueLayout.JAVA_INT, at + 8),
                                ring.get(ValueLayout.JAVA_LONG, at + 16)));
            }
        }
        if (!o.keep()) {
            ring.set(ValueLayout.JAVA_INT, 0, last);
        }
        return new Answer.RingContent(first, last, count, List.copyOf(entries));
    }

    private Answer guestAccess() {
        if (vm().hasVcpu()) {
            throw new UnsupportedOperationException("this machine runs no guest code");
        }
        return Answers.NO_VCPU;
    }

    @Override
    public Answer write(Operation.Write o) {
        return guestAccess();
    }

    @Override
    public Answer read(Operation.Read o) {
        return guestAccess();
    }

    @Override
    public Answer add(Operation.Add o) {
        return guestAccess();
    }

    @Override
    public Answer touch(Operation.Touch o) {
        return guestAccess();
    }

    @Override
    public Answer kernelWrite(Operation.KernelWrite o) {
        return vm().hasVcpu() ? answer(vm().writeWallClock(o.gpa())) : Answers.NO_VCPU;
    }

    @Override
    public Answer poke(Operation.Poke o) {
        return regions.poke(o.userAddress(), o.length(), o.value());
    }

    @Override
    public Answer peek(Operation.Peek o) {
        return regions.peek(o.userAddress(), o.length());
    }

    @Override
    public Answer discard(Operation.Discard o) {
        return regions.discard(o.userAddress(), o.size());
    }

    @Override
    public Answer unmap(Operation.Unmap o) {
        return regions.unmap(o.userAddress(), o.size());
    }

    @Override
    public Answer protect(Operation.Protect o) {
        return regions.protect(o.userAddress(), o.size(), o.protection());
    }

    @Override
    public void close() {
        closeVm();
        regions.close();
        HostCalls.close(kvm);
    }
}
