package dev.slat.riscv;

import org.jspecify.annotations.Nullable;

/** Decodes the A extension and Zabha. */
final class AtomicDecoder {
    private AtomicDecoder() {}

    static @Nullable Op decode(Isa isa, int w) {
        return switch (Encoding.funct3(w)) {
            case 0, 1 -> isa.has(Extension.ZABHA) ? SubwordAmo.decode(w) : null;
            case 2 -> atomicWord(w);
            case 3 -> atomicDoubleword(w);
            default -> null;
        };
    }

    private static @Nullable Op atomicWord(int w) {
        return switch (w >>> 27) {
            case 0x00 -> new AmoOps.AddW(w);
            case 0x01 -> new AmoOps.SwapW(w);
            case 0x02 -> Encoding.rs2(w) == 0 ? new ReservationOps.LrW(w) : null;
            case 0x03 -> new ReservationOps.ScW(w);
            case 0x04 -> new AmoOps.XorW(w);
            case 0x08 -> new AmoOps.OrW(w);
            case 0x0c -> new AmoOps.AndW(w);
            case 0x10 -> new AmoOps.MinW(w);
            case 0x14 -> new AmoOps.MaxW(w);
            case 0x18 -> new AmoOps.MinuW(w);
            case 0x1c -> new AmoOps.MaxuW(w);
            default -> null;
        };
    }

    private static @Nullable Op atomicDoubleword(int w) {
        return switch (w >>> 27) {
            case 0x00 -> new AmoOps.AddD(w);
            case 0x01 -> new AmoOps.SwapD(w);
            case 0x02 -> Encoding.rs2(w) == 0 ? new ReservationOps.LrD(w) : null;
            case 0x03 -> new ReservationOps.ScD(w);
            case 0x04 -> new AmoOps.XorD(w);
            case 0x08 -> new AmoOps.OrD(w);
            case 0x0c -> new AmoOps.AndD(w);
            case 0x10 -> new AmoOps.MinD(w);
            case 0x14 -> new AmoOps.MaxD(w);
            case 0x18 -> new AmoOps.MinuD(w);
            case 0x1c -> new AmoOps.MaxuD(w);
            default -> null;
        };
    }
}
