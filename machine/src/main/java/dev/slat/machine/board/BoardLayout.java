package dev.slat.machine.board;

/**
 * The board's memory map and interrupt numbers: those of QEMU's {@code virt} machine (QEMU,
 * hw/riscv/virt.c, {@code virt_memmap}), so that guests written for it run unchanged.
 *
 * <pre>
 *   0x00100000  test finisher
 *   0x00101000  real-time clock        interrupt 11
 *   0x02000000  CLINT
 *   0x0c000000  PLIC
 *   0x10000000  UART                   interrupt 10
 *   0x10001000  virtio-mmio, 8 of them interrupts 1 to 8
 *   0x80000000  RAM
 * </pre>
 */
public final class BoardLayout {
    /** Test finisher. */
    public static final long FINISHER = 0x10_0000;

    /** Goldfish real-time clock. */
    public static final long RTC = 0x10_1000;

    /** Interrupt source of the clock. */
    public static final int RTC_IRQ = 11;

    /** Core-local interruptor. */
    public static final long CLINT = 0x200_0000;

    /** Platform-level interrupt controller. */
    public static final long PLIC = 0xc00_0000;

    /** 16550A serial port. */
    public static final long UART = 0x1000_0000;

    /** Interrupt source of the serial port. */
    public static final int UART_IRQ = 10;

    /** First virtio-mmio transport. */
    public static final long VIRTIO = 0x1000_1000;

    /** Bytes from one virtio-mmio transport to the next. */
    public static final long VIRTIO_STRIDE = 0x1000;

    /** Virtio-mmio transports the map has room for. */
    public static final int VIRTIO_COUNT = 8;

    /** Interrupt source of the first virtio-mmio transport; the others follow. */
    public static final int VIRTIO_IRQ = 1;

    /** First byte of RAM. */
    public static final long RAM = 0x8000_0000L;

    /** The memory slot that holds RAM. */
    public static final int RAM_SLOT = 0;

    /** Ticks of the clock in a second. */
    public static final long TIMEBASE_FREQUENCY = 10_000_000;

    /** Most harts, as on QEMU's board: the PLIC's contexts then end below the UART. */
    public static final int MAX_HARTS = 512;

    private BoardLayout() {}
}
