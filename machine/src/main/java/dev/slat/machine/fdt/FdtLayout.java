package dev.slat.machine.fdt;

/**
 * The flattened device tree blob, version 17, big-endian (Devicetree Specification 0.4, chapter 5):
 * header, memory reservation block, structure block, strings block.
 */
final class FdtLayout {
    static final int MAGIC = 0xd00d_feed;
    static final int VERSION = 17;
    static final int LAST_COMPATIBLE_VERSION = 16;

    /** Ten 32-bit fields (section 5.2). */
    static final int HEADER_LENGTH = 40;

    /** The empty reservation block is its terminator alone: two zero doublewords (section 5.3). */
    static final int RESERVATIONS_LENGTH = 16;

    /** Tokens of the structure block (section 5.4.1). */
    static final int BEGIN_NODE = 1;

    static final int END_NODE = 2;
    static final int PROPERTY = 3;
    static final int END = 9;

    /** Alignment of tokens, in bytes. */
    static final int TOKEN = 4;

    private FdtLayout() {}
}
