package dev.slat.machine.loader;

import dev.slat.machine.BootException;
import dev.slat.machine.BootException.Reason;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads an ELF64 RISC-V executable: each PT_LOAD segment goes to its physical address, and the
 * program is entered at e_entry, or at that address's physical place where the segments' virtual
 * and physical addresses differ.
 */
final class ElfKernel {
    private final String name;
    private final MemorySegment bytes;
    private final ByteBuffer file;
    private final GuestRange ram;
    private final List<KernelImage.Segment> segments = new ArrayList<>();
    private long entry;
    private boolean entryFound;
    private long start = Long.MAX_VALUE;
    private long end;

    private ElfKernel(String name, MemorySegment bytes, GuestRange ram) {
        this.name = name;
        this.bytes = bytes;
        this.file = bytes.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        this.ram = ram;
    }

    static boolean matches(ByteBuffer file) {
        return file.limit() >= Integer.BYTES && file.getInt(0) == ElfLayout.MAGIC;
    }

    static KernelImage parse(String name, MemorySegment bytes, GuestRange ram) {
        return new ElfKernel(name, bytes, ram).parse();
    }

    private KernelImage parse() {
        require(0, ElfLayout.HEADER_LENGTH);
        checkHeader();
        entry = file.getLong(ElfLayout.ENTRY);
        long table = file.getLong(ElfLayout.PROGRAM_HEADERS);
        int size = Short.toUnsignedInt(file.getShort(ElfLayout.PROGRAM_HEADER_SIZE));
        int count = Short.toUnsignedInt(file.getShort(ElfLayout.PROGRAM_HEADER_COUNT));
        if (count > 0 && size < ElfLayout.SEGMENT_LENGTH) {
            throw damaged("its program headers have " + size + " bytes");
        }
        require(table, (long) size * count);
        for (int i = 0; i < count; i++) {
            int header = (int) table + i * size;
            if (file.getInt(header + ElfLayout.SEGMENT_TYPE) == ElfLayout.SEGMENT_LOAD) {
                addSegment(header);
            }
        }
        if (end == 0) {
            throw damaged("it has no segment to load");
        }
        if (!entryFound) {
            throw damaged("its entry 0x%x is in none of its segments".formatted(entry));
        }
        return new KernelImage(entry, new GuestRange(start, end), List.copyOf(segments));
    }

    private void checkHeader() {
        int machine = Short.toUnsignedInt(file.getShort(ElfLayout.MACHINE));
        if (machine != ElfLayout.MACHINE_RISCV) {
            throw new BootException(
                    Reason.FOREIGN_ARCHITECTURE,
                    "%s is for %s, not for RISC-V".formatted(name, ElfLayout.machineName(machine)));
        }
        if (file.get(ElfLayout.CLASS) != ElfLayout.CLASS_64
                || file.get(ElfLayout.DATA) != ElfLayout.DATA_LITTLE_ENDIAN) {
            throw new BootException(
                    Reason.FOREIGN_ARCHITECTURE, name + " is not for 64-bit little-endian RISC-V");
        }
        int type = file.getShort(ElfLayout.TYPE);
        if (type != ElfLayout.TYPE_EXECUTABLE) {
            throw new BootException(
                    Reason.UNKNOWN_FORMAT,
                    "%s is an ELF file of type %d, not an executable".formatted(name, type));
        }
    }

    private void addSegment(int header) {
        long offset = file.getLong(header + ElfLayout.SEGMENT_OFFSET);
        long virtual = file.getLong(header + ElfLayout.SEGMENT_VIRTUAL);
        long physical = file.getLong(header + ElfLayout.SEGMENT_PHYSICAL);
        long fileSize = file.getLong(header + ElfLayout.SEGMENT_FILE_SIZE);
        long memorySize = file.getLong(header + ElfLayout.SEGMENT_MEMORY_SIZE);
        if (memorySize == 0) {
            return;
        }
        if (fileSize < 0 || memorySize < fileSize) {
            throw damaged("a segment has %d bytes in memory".formatted(memorySize));
        }
        if (fileSize > 0) { // without bytes in the file, linkers put any offset
            require(offset, fileSize);
        }
        if (physical < ram.start() || memorySize > ram.end() - physical) {
            throw new BootException(
                    Reason.DOES_NOT_FIT,
                    "%s loads 0x%x bytes at 0x%x, outside the guest's RAM %s"
                            .formatted(name, memorySize, physical, ram));
        }
        if (!entryFound && Long.compareUnsigned(entry - virtual, memorySize) < 0) {
            entry += physical - virtual;
            entryFound = true;
        }
        if (fileSize > 0) {
            segments.add(new KernelImage.Segment(physical, bytes, offset, fileSize));
        }
        start = Math.min(start, physical);
        end = Math.max(end, physical + memorySize);
    }

    private void require(long offset, long length) {
        if (offset < 0 || length > bytes.byteSize() || offset > bytes.byteSize() - length) {
            throw new BootException(
                    Reason.TRUNCATED,
                    "%s is truncated: it has %d bytes, its headers ask for %d at %d"
                            .formatted(name, bytes.byteSize(), length, offset));
        }
    }

    private BootException damaged(String what) {
        return new BootException(Reason.DAMAGED, name + " is damaged: " + what);
    }
}
