package dev.slat.machine;

import dev.slat.machine.BootException.Reason;
import dev.slat.machine.board.BoardLayout;
import dev.slat.machine.gdb.GdbEndpoint;
import dev.slat.machine.loader.BootFile;
import dev.slat.machine.loader.BootImages;
import dev.slat.machine.loader.GuestRange;
import dev.slat.machine.loader.KernelImage;
import dev.slat.machine.loader.KernelLoader;
import dev.slat.memory.host.HostMapping;
import dev.slat.riscv.Isa;

import org.jspecify.annotations.Nullable;

import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The settings of a {@link VirtualMachine}. Only a kernel, or firmware, must be given. Not
 * thread-safe.
 *
 * <p>Streams stay their owner's: the machine writes and reads them until it ends and never closes
 * them.
 */
public final class VirtualMachineBuilder {
    /** Some 13 MiB for each hart. */
    private static final int MAX_TRACE = 1 << 20;

    private static final long DEFAULT_MEMORY = 512L << 20;

    private long memoryBytes = DEFAULT_MEMORY;
    private int harts = 1;
    private Isa isa = Isa.all();
    private @Nullable Path firmware;
    private @Nullable Path kernel;
    private boolean rawKernel;
    private @Nullable Path initrd;
    private final List<byte[]> initrdParts = new ArrayList<>();
    private String commandLine = "";
    private OutputStream output = OutputStream.nullOutputStream();
    private InputStream input = InputStream.nullInputStream();
    private RebootPolicy rebootPolicy = RebootPolicy.RESTART;
    private Creation creation = Creation.REAL;
    private DebugSettings debugging = DebugSettings.NONE;

    VirtualMachineBuilder() {}

    /** RAM in bytes, a multiple of 4096; 512 MiB unless set. */
    public VirtualMachineBuilder memory(long bytes) {
        memoryBytes = bytes;
        return this;
    }

    /** Harts, 1 to 512; 1 unless set. */
    public VirtualMachineBuilder harts(int count) {
        harts = count;
        return this;
    }

    /**
     * Firmware instead of the monitor's SBI: an ELF executable, entered at its own entry, or a raw
     * binary for the start of RAM. All harts begin there in M-mode with a0 = hart id, a1 = the
     * device tree's address, and a2 = what OpenSBI's fw_dynamic asks for. A kernel need not be
     * given then; if it is, it may be of any format and is the firmware's to start: what is not
     * recognised lies 2 MiB behind the start of RAM.
     */
    public VirtualMachineBuilder firmware(Path file) {
        firmware = file;
        return this;
    }

    /** The extensions that the harts have; all that are implemented unless set. */
    public VirtualMachineBuilder isa(Isa set) {
        isa = set;
        return this;
    }

    /**
     * The kernel: a RISC-V Image, the same under gzip, or an ELF executable. Without {@link
     * #firmware} it is entered in S-mode with a0 = hart id and a1 = the device tree's address.
     */
    public VirtualMachineBuilder kernel(Path file) {
        kernel = file;
        rawKernel = false;
        return this;
    }

    /** A kernel without any header, placed and entered at the start of RAM. */
    public VirtualMachineBuilder rawKernel(Path file) {
        kernel = file;
        rawKernel = true;
        return this;
    }

    /** The initial RAM disk; none unless set. */
    public VirtualMachineBuilder initrd(Path file) {
        initrd = file;
        return this;
    }

    /**
     * An archive that lies behind the initial RAM disk, or alone. Linux unpacks archives that
     * follow each other, each from a multiple of four bytes; the room between is zero.
     */
    public VirtualMachineBuilder appendInitrd(byte[] archive) {
        initrdParts.add(archive.clone());
        return this;
    }

    /** The kernel's command line; empty unless set. */
    public VirtualMachineBuilder commandLine(String line) {
        commandLine = line;
        return this;
    }

    /** Where the guest's console goes; nowhere unless set. */
    public VirtualMachineBuilder output(OutputStream stream) {
        output = stream;
        return this;
    }

    /** What is typed on the guest's console; nothing unless set. */
    public VirtualMachineBuilder input(InputStream stream) {
        input = stream;
        return this;
    }

    /** What to do on the guest's reboot; {@link RebootPolicy#RESTART} unless set. */
    public VirtualMachineBuilder onReboot(RebootPolicy policy) {
        rebootPolicy = policy;
        return this;
    }

    /** For tests: fails where something is needed. */
    VirtualMachineBuilder creation(Creation points) {
        creation = points;
        return this;
    }

    /**
     * Takes GDB's connections at {@code :PORT} (this host only; port 0 is any), {@code HOST:PORT}
     * or the path of a Unix socket. Whoever connects owns the guest. A connection stops the guest.
     *
     * @param waits whether the guest stays before its first instruction until GDB has come and lets
     *     it go on
     * @throws BootException if this is no such place
     */
    public VirtualMachineBuilder debugger(String endpoint, boolean waits) {
        try {
            debugging = new DebugSettings(GdbEndpoint.parse(endpoint), waits, debugging.traced());
        } catch (IllegalArgumentException e) {
            throw bad(String.valueOf(e.getMessage()));
        }
        return this;
    }

    /**
     * Has each hart keep its last {@code instructions}, 1 to 1048576, for {@link
     * VirtualMachine#trace}; 0 for none, which costs nothing.
     *
     * @throws BootException if there are fewer or more
     */
    public VirtualMachineBuilder trace(int instructions) {
        if (instructions < 0 || instructions > MAX_TRACE) {
            throw bad(
                    "a trace of %d instructions: not in 0 to %d"
                            .formatted(instructions, MAX_TRACE));
        }
        debugging = new DebugSettings(debugging.endpoint(), debugging.waits(), instructions);
        return this;
    }

    /**
     * Reads the images and makes the machine; nothing runs yet.
     *
     * @throws BootException when a setting is out of range, a file cannot be used, or something
     *     does not fit
     */
    public VirtualMachine build() {
        check();
        GuestRange ram = Ram.range(memoryBytes);
        BootImages images = BootImages.of(readFirmware(ram), readKernel(ram), readInitrd(), ram);
        Machine machine =
                Machine.of(
                        new Machine.Settings(
                                memoryBytes,
                                harts,
                                isa,
                                images,
                                commandLine,
                                rebootPolicy,
                                debugging),
                        output,
                        input,
                        creation);
        return new VirtualMachine(machine);
    }

    private void check() {
        if (memoryBytes <= 0
                || memoryBytes % HostMapping.PAGE != 0
                || memoryBytes > Long.MAX_VALUE / 2) {
            throw bad("memory of " + memoryBytes + " bytes is not a positive multiple of 4096");
        }
        if (harts < 1 || harts > BoardLayout.MAX_HARTS) {
            throw bad(harts + " harts: not in 1 to " + BoardLayout.MAX_HARTS);
        }
        if (commandLine.indexOf('\0') >= 0) {
            throw bad("the command line contains a NUL");
        }
        if (commandLine.length() > Machine.MAX_COMMAND_LINE) {
            throw bad(
                    "the command line has %d characters, the most is %d"
                            .formatted(commandLine.length(), Machine.MAX_COMMAND_LINE));
        }
    }

    private Optional<KernelImage> readFirmware(GuestRange ram) {
        if (firmware == null) {
            return Optional.empty();
        }
        MemorySegment bytes = BootFile.read("firmware", firmware);
        return Optional.of(KernelLoader.firmware("firmware " + firmware, bytes, ram));
    }

    private Optional<KernelImage> readKernel(GuestRange ram) {
        if (kernel == null) {
            if (firmware == null) {
                throw bad("no kernel is given");
            }
            return Optional.empty();
        }
        MemorySegment bytes = BootFile.read("kernel", kernel);
        String name = "kernel " + kernel;
        if (rawKernel) {
            return Optional.of(KernelLoader.raw(name, bytes, ram));
        }
        return Optional.of(
                firmware == null
                        ? KernelLoader.parse(name, bytes, ram)
                        : KernelLoader.payload(name, bytes, ram));
    }

    private List<MemorySegment> readInitrd() {
        List<MemorySegment> all = new ArrayList<>();
        if (initrd != null) {
            all.add(BootFile.read("initrd", initrd));
        }
        initrdParts.forEach(part -> all.add(MemorySegment.ofArray(part)));
        return all;
    }

    private static BootException bad(String message) {
        return new BootException(Reason.BAD_SETTING, message);
    }
}
