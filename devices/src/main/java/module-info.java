/** The board's devices: UART, PLIC, CLINT, real-time clock, test finisher. */
@org.jspecify.annotations.NullMarked
module dev.slat.devices {
    requires transitive dev.slat.memory;
    requires static org.jspecify;

    exports dev.slat.devices.clint;
    exports dev.slat.devices.console;
    exports dev.slat.devices.finisher;
    exports dev.slat.devices.plic;
    exports dev.slat.devices.rtc;
    exports dev.slat.devices.uart;
}
