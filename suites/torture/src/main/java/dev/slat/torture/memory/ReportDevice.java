package dev.slat.torture.memory;

import dev.slat.memory.bus.MmioDevice;
import dev.slat.torture.run.Check;
import dev.slat.torture.run.Findings;

import java.util.concurrent.atomic.AtomicLongArray;

/** Where harts say what they found wrong: a line of registers for each, the kind last. */
final class ReportDevice implements MmioDevice {
    private static final int LINE_WORDS = Layout.LINE / Long.BYTES;

    private final Findings findings;
    private final AtomicLongArray words = new AtomicLongArray(Layout.MAX_HARTS * LINE_WORDS);

    ReportDevice(Findings findings) {
        this.findings = findings;
    }

    @Override
    public long read(long offset, int size) {
        return 0;
    }

    @Override
    public void write(long offset, int size, long value) {
        int line = (int) offset / Layout.LINE * LINE_WORDS;
        int register = (int) offset % Layout.LINE;
        words.set(line + register / Long.BYTES, value);
        if (register == Layout.REPORT_KIND) {
            report(
                    (int) offset / Layout.LINE,
                    (int) value,
                    words.get(line + Layout.REPORT_FOUND / Long.BYTES),
                    words.get(line + Layout.REPORT_ADDRESS / Long.BYTES));
        }
    }

    private void report(int hart, int kind, long found, long address) {
        Check check =
                switch (kind) {
                    case GuestProgram.STALE_TAG, GuestProgram.STALE_CODE -> Check.STALE;
                    case GuestProgram.READ_BACK -> Check.READ_BACK;
                    case GuestProgram.OWN_CODE -> Check.CODE;
                    case GuestProgram.ILLEGAL_CODE -> Check.STALE;
                    default -> Check.ERROR;
                };
        findings.failed(
                check, "hart %d %s 0x%x at 0x%x".formatted(hart, what(kind), found, address));
    }

    private static String what(int kind) {
        return switch (kind) {
            case GuestProgram.STALE_TAG -> "read tag";
            case GuestProgram.STALE_CODE -> "ran code that returned";
            case GuestProgram.READ_BACK -> "read back";
            case GuestProgram.OWN_CODE -> "ran its own code, which returned";
            case GuestProgram.ILLEGAL_CODE -> "ran illegal code in taken-away memory:";
            default -> "took a trap of cause";
        };
    }
}
