package dev.slat.riscv;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * The extensions of the ISA that a hart can have, in the canonical order of their names
 * (unprivileged manual, "ISA Extension Naming Conventions"). S and U-mode have no name there.
 */
public enum Extension {
    I,
    M,
    A,
    F,
    D,
    C,
    B,
    V,
    ZICBOM,
    ZICBOP,
    ZICBOZ,
    ZICNTR,
    ZICOND,
    ZICSR,
    ZIFENCEI,
    ZIHINTNTL,
    ZIHINTPAUSE,
    ZIHPM,
    ZIMOP,
    ZABHA,
    ZAWRS,
    ZFA,
    ZFH,
    ZFHMIN,
    ZCA,
    ZCB,
    ZCD,
    ZCMOP,
    ZBA,
    ZBB,
    ZBC,
    ZBKB,
    ZBKC,
    ZBKX,
    ZBS,
    ZKN,
    ZKND,
    ZKNE,
    ZKNH,
    ZKS,
    ZKSED,
    ZKSH,
    ZVL256B,
    SSTC,
    SVADU,
    SVINVAL,
    SVNAPOT,
    SVPBMT;

    /** The name in an ISA string, in small letters. */
    public String isaName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the name is one letter, which then has a bit in misa. */
    public boolean isLetter() {
        return name().length() == 1;
    }

    /** The extensions without which this one does not work. */
    Set<Extension> needs() {
        return switch (this) {
            case I -> EnumSet.of(ZICSR); // S-mode needs it
            case D, ZFHMIN, ZFA -> EnumSet.of(F);
            case V -> EnumSet.of(D);
            case ZVL256B -> EnumSet.of(V);
            case C, ZCB -> EnumSet.of(ZCA);
            case ZIHPM -> EnumSet.of(ZICNTR);
            case ZABHA, ZAWRS -> EnumSet.of(A);
            case ZFH -> EnumSet.of(ZFHMIN);
            case ZCD -> EnumSet.of(D, ZCA);
            case ZCMOP -> EnumSet.of(ZCA, ZIMOP);
            default -> EnumSet.noneOf(Extension.class);
        };
    }

    /** What this name stands for, if it is one for several: it is on when they all are. */
    Set<Extension> parts() {
        return switch (this) {
            case B -> EnumSet.of(ZBA, ZBB, ZBS);
            case ZKN -> EnumSet.of(ZBKB, ZBKC, ZBKX, ZKND, ZKNE, ZKNH);
            case ZKS -> EnumSet.of(ZBKB, ZBKC, ZBKX, ZKSED, ZKSH);
            default -> EnumSet.noneOf(Extension.class);
        };
    }
}
