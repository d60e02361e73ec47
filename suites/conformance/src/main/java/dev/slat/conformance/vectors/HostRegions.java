package dev.slat.conformance.vectors;

import dev.slat.memory.internal.HostCalls;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/**
 * The host regions of a scenario as real memory of this process, each at its own address.
 *
 * <p>One thread. Single words are read and written through /proc/self/mem, so an address where
 * nothing is mapped is an error and no crash.
 */
@SuppressWarnings("restricted")
final class HostRegions implements AutoCloseable {
    /** At exactly the address, where nothing may be yet. */
    private static final int MAP_FIXED_NOREPLACE = 0x100000;

    private static final long PAGE = 4096;

    /** Start to size, of what is to be unmapped in the end. */
    private final Map<Long, Long> mapped = new HashMap<>();

    /** Maps zero pages; what was there before is gone. */
    Answer map(Operation.MapRegion operation) {
        long start = HostRegion.start(operation.region());
        unmapAll(start);
        long result =
                HostCalls.mmap(
                        start,
                        operation.size(),
                        HostCalls.PROT_READ_WRITE,
                        HostCalls.MAP_PRIVATE
                                | HostCalls.MAP_ANONYMOUS
                                | HostCalls.MAP_NORESERVE
                                | MAP_FIXED_NOREPLACE,
                        -1,
                        0);
        if (result != start) {
            return refusal(result < 0 ? result : -17);
        }
        mapped.put(start, operation.size());
        HostCalls.advise(
                start,
                operation.size(),
                operation.hugePages() ? HostCalls.MADV_HUGEPAGE : HostCalls.MADV_NOHUGEPAGE);
        if (operation.warm()) {
            MemorySegment memory = MemorySegment.ofAddress(start).reinterpret(operation.size());
            for (long at = 0; at < operation.size(); at += PAGE) {
                memory.set(ValueLayout.JAVA_BYTE, at, (byte) 0);
            }
        }
        return Answers.DONE;
    }

    private void unmapAll(long start) {
        Long size = mapped.remove(start);
        if (size != null) {
            HostCalls.munmap(start, size);
        }
    }

    Answer discard(long address, long size) {
        return answer(HostCalls.advise(address, size, HostCalls.MADV_DONTNEED));
    }

    Answer unmap(long address, long size) {
        return answer(HostCalls.munmap(address, size));
    }

    Answer protect(long address, long size, int protection) {
        return answer(HostCalls.protect(address, size, protection));
    }

    Answer poke(long address, int length, long value) {
        try (RandomAccessFile memory = new RandomAccessFile("/proc/self/mem", "rw")) {
            ByteBuffer bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            memory.seek(address);
            memory.write(bytes.putLong(0, value).array(), 0, length);
            return Answers.DONE;
        } catch (IOException e) {
            return new Answer.Refused("EFAULT");
        }
    }

    Answer peek(long address, int length) {
        try (RandomAccessFile memory = new RandomAccessFile("/proc/self/mem", "r")) {
            ByteBuffer bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            memory.seek(address);
            memory.readFully(bytes.array(), 0, length);
            return new Answer.Value(bytes.getLong(0));
        } catch (IOException e) {
            return new Answer.Refused("EFAULT");
        }
    }

    private static Answer answer(long result) {
        return result < 0 ? refusal(result) : Answers.DONE;
    }

    private static Answer refusal(long result) {
        return new Answer.Refused(Errors.name((int) -result));
    }

    @Override
    public void close() {
        for (long start : mapped.keySet().toArray(Long[]::new)) {
            unmapAll(start);
        }
    }
}
