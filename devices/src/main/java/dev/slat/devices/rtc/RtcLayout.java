package dev.slat.devices.rtc;

/**
 * Registers of the goldfish RTC, 32 bits each (Android's GOLDFISH-VIRTUAL-HARDWARE, chapter VI).
 */
final class RtcLayout {
    /** Low half of the time in ns since 1970; reading it latches the high half. */
    static final int TIME_LOW = 0x00;

    static final int TIME_HIGH = 0x04;

    /** Low half of the alarm time; writing it arms the alarm with the high half written before. */
    static final int ALARM_LOW = 0x08;

    static final int ALARM_HIGH = 0x0c;
    static final int IRQ_ENABLED = 0x10;
    static final int CLEAR_ALARM = 0x14;
    static final int ALARM_STATUS = 0x18;
    static final int CLEAR_INTERRUPT = 0x1c;

    private RtcLayout() {}
}
