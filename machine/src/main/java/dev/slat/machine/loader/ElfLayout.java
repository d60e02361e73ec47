package dev.slat.machine.loader;

/** ELF64 headers, little-endian (System V ABI, chapter 4 and 5; RISC-V ELF psABI). */
final class ElfLayout {
    /** "\x7fELF". */
    static final int MAGIC = 0x464c_457f;

    static final int CLASS = 4;
    static final int CLASS_64 = 2;
    static final int DATA = 5;
    static final int DATA_LITTLE_ENDIAN = 1;
    static final int TYPE = 16;
    static final int TYPE_EXECUTABLE = 2;
    static final int MACHINE = 18;
    static final int MACHINE_RISCV = 243;
    static final int ENTRY = 24;
    static final int PROGRAM_HEADERS = 32;
    static final int PROGRAM_HEADER_SIZE = 54;
    static final int PROGRAM_HEADER_COUNT = 56;
    static final int HEADER_LENGTH = 64;

    static final int SEGMENT_TYPE = 0;
    static final int SEGMENT_LOAD = 1;
    static final int SEGMENT_OFFSET = 8;
    static final int SEGMENT_VIRTUAL = 16;
    static final int SEGMENT_PHYSICAL = 24;
    static final int SEGMENT_FILE_SIZE = 32;
    static final int SEGMENT_MEMORY_SIZE = 40;
    static final int SEGMENT_LENGTH = 56;

    private ElfLayout() {}

    /** Names of the machines that people are likely to pass; others go by number. */
    static String machineName(int machine) {
        return switch (machine) {
            case 3 -> "x86";
            case 8 -> "MIPS";
            case 20, 21 -> "PowerPC";
            case 22 -> "s390";
            case 40 -> "ARM";
            case 62 -> "x86-64";
            case 183 -> "arm64";
            case 258 -> "LoongArch";
            default -> "ELF machine " + machine;
        };
    }
}
