package dev.slat.machine.sbi;

import java.util.function.IntPredicate;

/** BASE: version, implementation and probing (RISC-V SBI 2.0, chapter 4). */
final class BaseExtension implements SbiExtension {
    private static final int GET_SPECIFICATION_VERSION = 0;
    private static final int GET_IMPLEMENTATION_ID = 1;
    private static final int GET_IMPLEMENTATION_VERSION = 2;
    private static final int PROBE_EXTENSION = 3;
    private static final int GET_MVENDORID = 4;
    private static final int GET_MARCHID = 5;
    private static final int GET_MIMPID = 6;

    /** 2.0: major in bits 24 to 30, minor below. */
    private static final long SPECIFICATION_VERSION = 2L << 24;

    /** "SLAT". No number has been assigned to us; the assigned ones are small. */
    private static final long IMPLEMENTATION_ID = 0x534c_4154;

    private static final long IMPLEMENTATION_VERSION = 1;

    private final IntPredicate implemented;

    BaseExtension(IntPredicate implemented) {
        this.implemented = implemented;
    }

    @Override
    public int id() {
        return 0x10;
    }

    @Override
    public int call(SbiCall call, int function) {
        switch (function) {
            case GET_SPECIFICATION_VERSION -> call.value = SPECIFICATION_VERSION;
            case GET_IMPLEMENTATION_ID -> call.value = IMPLEMENTATION_ID;
            case GET_IMPLEMENTATION_VERSION -> call.value = IMPLEMENTATION_VERSION;
            case PROBE_EXTENSION -> call.value = implemented.test((int) call.argument(0)) ? 1 : 0;
            case GET_MVENDORID, GET_MARCHID, GET_MIMPID -> call.value = 0; // "not implemented"
            default -> {
                return SbiError.NOT_SUPPORTED;
            }
        }
        return SbiError.SUCCESS;
    }
}
