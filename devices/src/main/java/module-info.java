/** The board's devices: UART, PLIC, real-time clock, test finisher. */
@org.jspecify.annotations.NullMarked
module dev.slat.devices {
    requires transitive dev.slat.memory;
    requires static org.jspecify;
}
