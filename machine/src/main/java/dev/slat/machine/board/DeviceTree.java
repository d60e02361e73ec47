package dev.slat.machine.board;

import dev.slat.devices.finisher.TestFinisher;
import dev.slat.devices.plic.Plic;
import dev.slat.devices.rtc.GoldfishRtc;
import dev.slat.devices.uart.Uart16550;
import dev.slat.machine.fdt.FdtWriter;
import dev.slat.machine.loader.GuestRange;

import java.util.Arrays;

/**
 * The device tree that describes the board to the guest (Devicetree Specification 0.4, chapter 3;
 * Linux, Documentation/devicetree/bindings for each device).
 *
 * <p>The guest runs under SBI, so what belongs to M-mode is left out, as under KVM: the CLINT has
 * no node, and the PLIC's M-mode contexts keep their numbers but name no interrupt.
 */
public final class DeviceTree {
    private static final String[] EXTENSIONS = {
        "i", "m", "a", "f", "d", "c", "v", "zicntr", "zicsr", "zifencei", "sstc", "svadu"
    };

    /** Supervisor external interrupt (privileged manual, table of scause). */
    private static final int SUPERVISOR_EXTERNAL = 9;

    /** A PLIC context without an interrupt. */
    private static final int NO_INTERRUPT = -1;

    /** The UART's input clock on QEMU's board; nothing runs at a baud rate here. */
    private static final int UART_CLOCK = 3_686_400;

    private static final int POWEROFF_VALUE = 0x5555;
    private static final int REBOOT_VALUE = 0x7777;

    private static final int PLIC_PHANDLE = 1;
    private static final int FINISHER_PHANDLE = 2;
    private static final int FIRST_HART_PHANDLE = 3;

    private final FdtWriter fdt = new FdtWriter();
    private final int harts;
    private final boolean vectors;
    private final long ramBytes;

    private DeviceTree(int harts, boolean vectors, long ramBytes) {
        this.harts = harts;
        this.vectors = vectors;
        this.ramBytes = ramBytes;
    }

    /**
     * The blob.
     *
     * @param vectors whether the harts have the V extension
     * @param initrd where the initial RAM disk lies; empty for none
     * @param seed random bytes for the guest's generator: without them the kernel burns time to
     *     gather its own
     */
    public static byte[] describe(
            int harts,
            boolean vectors,
            long ramBytes,
            String commandLine,
            GuestRange initrd,
            byte[] seed) {
        return new DeviceTree(harts, vectors, ramBytes).write(commandLine, initrd, seed);
    }

    private byte[] write(String commandLine, GuestRange initrd, byte[] seed) {
        fdt.begin("")
                .cells("#address-cells", 2)
                .cells("#size-cells", 2)
                .strings("compatible", "riscv-virtio")
                .strings("model", "riscv-virtio,slat");
        chosen(commandLine, initrd, seed);
        fdt.begin("aliases").strings("serial0", path("serial", BoardLayout.UART)).end();
        fdt.begin(name("memory", BoardLayout.RAM))
                .strings("device_type", "memory")
                .longs("reg", BoardLayout.RAM, ramBytes)
                .end();
        cpus();
        soc();
        syscon("poweroff", POWEROFF_VALUE);
        syscon("reboot", REBOOT_VALUE);
        return fdt.end().toBytes();
    }

    private void chosen(String commandLine, GuestRange initrd, byte[] seed) {
        fdt.begin("chosen")
                .strings("bootargs", commandLine)
                .strings("stdout-path", path("serial", BoardLayout.UART))
                .bytes("rng-seed", seed);
        if (initrd.length() > 0) {
            fdt.longs("linux,initrd-start", initrd.start()).longs("linux,initrd-end", initrd.end());
        }
        fdt.end();
    }

    private void cpus() {
        fdt.begin("cpus")
                .cells("#address-cells", 1)
                .cells("#size-cells", 0)
                .cells("timebase-frequency", (int) BoardLayout.TIMEBASE_FREQUENCY);
        for (int hart = 0; hart < harts; hart++) {
            fdt.begin(name("cpu", hart))
                    .strings("device_type", "cpu")
                    .cells("reg", hart)
                    .strings("status", "okay")
                    .strings("compatible", "riscv")
                    .strings("riscv,isa", isaString())
                    .strings("riscv,isa-base", "rv64i")
                    .strings("riscv,isa-extensions", extensions())
                    .strings("mmu-type", "riscv,sv48")
                    .begin("interrupt-controller")
                    .cells("#address-cells", 0)
                    .cells("#interrupt-cells", 1)
                    .flag("interrupt-controller")
                    .strings("compatible", "riscv,cpu-intc")
                    .cells("phandle", FIRST_HART_PHANDLE + hart)
                    .end()
                    .end();
        }
        fdt.end();
    }

    private void soc() {
        fdt.begin("soc")
                .cells("#address-cells", 2)
                .cells("#size-cells", 2)
                .strings("compatible", "simple-bus")
                .flag("ranges");
        device("test", BoardLayout.FINISHER, TestFinisher.LENGTH)
                .strings("compatible", "sifive,test1", "sifive,test0", "syscon")
                .cells("phandle", FINISHER_PHANDLE)
                .end();
        device("rtc", BoardLayout.RTC, GoldfishRtc.LENGTH)
                .strings("compatible", "google,goldfish-rtc")
                .cells("interrupt-parent", PLIC_PHANDLE)
                .cells("interrupts", BoardLayout.RTC_IRQ)
                .end();
        device("plic", BoardLayout.PLIC, Plic.length(2 * harts))
                .strings("compatible", "sifive,plic-1.0.0", "riscv,plic0")
                .cells("#address-cells", 0)
                .cells("#interrupt-cells", 1)
                .flag("interrupt-controller")
                .cells("interrupts-extended", plicContexts())
                .cells("riscv,ndev", Plic.SOURCES - 1)
                .cells("phandle", PLIC_PHANDLE)
                .end();
        device("serial", BoardLayout.UART, Uart16550.LENGTH)
                .strings("compatible", "ns16550a")
                .cells("clock-frequency", UART_CLOCK)
                .cells("interrupt-parent", PLIC_PHANDLE)
                .cells("interrupts", BoardLayout.UART_IRQ)
                .end();
        fdt.end();
    }

    private int[] plicContexts() {
        int[] cells = new int[4 * harts];
        for (int hart = 0; hart < harts; hart++) {
            int machine = 4 * hart;
            int supervisor = 2 * BoardLayout.supervisorContext(hart);
            cells[machine] = FIRST_HART_PHANDLE + hart;
            cells[machine + 1] = NO_INTERRUPT;
            cells[supervisor] = FIRST_HART_PHANDLE + hart;
            cells[supervisor + 1] = SUPERVISOR_EXTERNAL;
        }
        return cells;
    }

    private void syscon(String node, int value) {
        fdt.begin(node)
                .strings("compatible", "syscon-" + node)
                .cells("regmap", FINISHER_PHANDLE)
                .cells("offset", 0)
                .cells("value", value)
                .end();
    }

    private FdtWriter device(String node, long gpa, long length) {
        return fdt.begin(name(node, gpa)).longs("reg", gpa, length);
    }

    private String[] extensions() {
        return Arrays.stream(EXTENSIONS)
                .filter(name -> vectors || !name.equals("v"))
                .toArray(String[]::new);
    }

    private String isaString() {
        StringBuilder isa = new StringBuilder("rv64");
        for (String name : extensions()) {
            isa.append(name.length() == 1 ? "" : "_").append(name);
        }
        return isa.toString();
    }

    private static String name(String node, long unit) {
        return node + "@" + Long.toHexString(unit);
    }

    private static String path(String node, long unit) {
        return "/soc/" + name(node, unit);
    }
}
