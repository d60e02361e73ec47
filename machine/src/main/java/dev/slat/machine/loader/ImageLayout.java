package dev.slat.machine.loader;

/**
 * Header of the RISC-V Image format, little-endian (Linux, Documentation/arch/riscv/
 * boot-image-header.rst), and the magic numbers of what people pass by mistake.
 */
final class ImageLayout {
    static final int TEXT_OFFSET = 8;
    static final int IMAGE_SIZE = 16;
    static final int MAGIC = 48;
    static final int MAGIC2 = 56;
    static final int PE_OFFSET = 60;
    static final int HEADER_LENGTH = 64;

    /** "RISCV", the deprecated magic of the first version. */
    static final long RISCV = 0x56_4353_4952L;

    /** "RSC\x05". */
    static final int RSC5 = 0x0543_5352;

    /** "ARM\x64", in the same place in an arm64 Image. */
    static final int ARM64 = 0x644d_5241;

    /** "HdrS" of an x86 bzImage (Documentation/arch/x86/boot.rst). */
    static final int BZIMAGE_MAGIC = 0x202;

    static final int HDRS = 0x5372_6448;

    /** "MZ" and "zimg" of a compressed EFI image (drivers/firmware/efi/libstub/zboot-header.S). */
    static final short MZ = 0x5a4d;

    static final int ZBOOT_MAGIC = 4;
    static final int ZIMG = 0x676d_697a;

    /** "PE\0\0" (Microsoft PE Format). */
    static final int PE = 0x4550;

    static final int PE_SECTIONS = 6;
    static final int PE_OPTIONAL_LENGTH = 20;
    static final int PE_OPTIONAL = 24;
    static final int PE_SECTION_LENGTH = 40;
    static final int PE_RAW_SIZE = 16;
    static final int PE_RAW_OFFSET = 20;

    private ImageLayout() {}
}
