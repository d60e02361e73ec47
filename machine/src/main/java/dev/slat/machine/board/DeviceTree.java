package dev.slat.machine.board;

import dev.slat.devices.clint.Clint;
import dev.slat.devices.finisher.TestFinisher;
import dev.slat.devices.plic.Plic;
import dev.slat.devices.rtc.GoldfishRtc;
import dev.slat.devices.uart.Uart16550;
import dev.slat.machine.fdt.FdtWriter;
import dev.slat.machine.loader.GuestRange;
import dev.slat.riscv.Isa;

/**
 * The device tree that describes the board to the guest (Devicetree Specification 0.4, chapter 3;
 * Linux, Documentation/devicetree/bindings for each device).
 *
 * <p>For a guest under the monitor's SBI, what belongs to M-mode is left out, as under KVM: the
 * CLINT has no node, and the PLIC's M-mode contexts keep their numbers but name no interrupt.
 * Firmware finds both.
 */
public final class DeviceTree {
    // Interrupts of a hart (privileged manual, table of mcause).
    private static final int MACHINE_SOFTWARE = 3;
    private static final int MACHINE_TIMER = 7;
    private static final int SUPERVISOR_EXTERNAL = 9;
    private static final int MACHINE_EXTERNAL = 11;

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
    private final long ramBytes;
    private final boolean firmware;
    private final Isa isa;

    private DeviceTree(int harts, Isa isa, long ramBytes, boolean firmware) {
        this.harts = harts;
        this.isa = isa;
        this.ramBytes = ramBytes;
        this.firmware = firmware;
    }

    /**
     * The blob.
     *
     * @param isa what the harts implement
     * @param firmware whether the harts begin in M-mode
     * @param initrd where the initial RAM disk lies; empty for none
     * @param seed random bytes for the guest's generator: without them the kernel burns time to
     *     gather its own
     */
    public static byte[] describe(
            int harts,
            Isa isa,
            long ramBytes,
            boolean firmware,
            String commandLine,
            GuestRange initrd,
            byte[] seed) {
        return new DeviceTree(harts, isa, ramBytes, firmware).write(commandLine, initrd, seed);
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
                    .strings("mmu-type", "riscv,sv48");
            IsaNode.describe(isa, fdt);
            fdt.begin("interrupt-controller")
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
        if (firmware) {
            device("clint", BoardLayout.CLINT, Clint.LENGTH)
                    .strings("compatible", "sifive,clint0", "riscv,clint0")
                    .cells("interrupts-extended", hartInterrupts(MACHINE_SOFTWARE, MACHINE_TIMER))
                    .end();
        }
        device("plic", BoardLayout.PLIC, Plic.length(2 * harts))
                .strings("compatible", "sifive,plic-1.0.0", "riscv,plic0")
                .cells("#address-cells", 0)
                .cells("#interrupt-cells", 1)
                .flag("interrupt-controller")
                .cells(
                        "interrupts-extended",
                        hartInterrupts(
                                firmware ? MACHINE_EXTERNAL : NO_INTERRUPT, SUPERVISOR_EXTERNAL))
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

    /** Two interrupts of each hart; for the PLIC, in the order of its contexts. */
    private int[] hartInterrupts(int first, int second) {
        int[] cells = new int[4 * harts];
        for (int hart = 0; hart < harts; hart++) {
            int at = 4 * hart;
            cells[at] = FIRST_HART_PHANDLE + hart;
            cells[at + 1] = first;
            cells[at + 2] = FIRST_HART_PHANDLE + hart;
            cells[at + 3] = second;
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

    private static String name(String node, long unit) {
        return node + "@" + Long.toHexString(unit);
    }

    private static String path(String node, long unit) {
        return "/soc/" + name(node, unit);
    }
}
