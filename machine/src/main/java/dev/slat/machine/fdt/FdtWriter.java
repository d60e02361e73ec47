package dev.slat.machine.fdt;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes a flattened device tree in one pass (Devicetree Specification 0.4, chapter 5).
 *
 * <p>Nodes open and close like brackets; a node's properties come before its children (section
 * 5.4.2). Each property name is stored once. Not thread-safe.
 */
public final class FdtWriter {
    private final ByteArrayOutputStream structure = new ByteArrayOutputStream();
    private final ByteArrayOutputStream strings = new ByteArrayOutputStream();
    private final Map<String, Integer> stringOffsets = new LinkedHashMap<>();
    private int depth;
    private boolean propertiesAllowed;

    /** A writer of an empty tree. */
    public FdtWriter() {}

    /** Opens a node; the root's name is empty. */
    public FdtWriter begin(String name) {
        token(FdtLayout.BEGIN_NODE);
        structure.writeBytes(terminated(name));
        pad();
        depth++;
        propertiesAllowed = true;
        return this;
    }

    /** Closes the innermost node. */
    public FdtWriter end() {
        if (depth == 0) {
            throw new IllegalStateException("no node is open");
        }
        token(FdtLayout.END_NODE);
        depth--;
        propertiesAllowed = false;
        return this;
    }

    /** A property without a value: true because it is there. */
    public FdtWriter flag(String name) {
        return bytes(name, new byte[0]);
    }

    /** A property of 32-bit cells. */
    public FdtWriter cells(String name, int... cells) {
        ByteBuffer value = ByteBuffer.allocate(cells.length * Integer.BYTES);
        for (int cell : cells) {
            value.putInt(cell);
        }
        return bytes(name, value.array());
    }

    /** A property of 64-bit numbers, each two cells. */
    public FdtWriter longs(String name, long... numbers) {
        ByteBuffer value = ByteBuffer.allocate(numbers.length * Long.BYTES);
        for (long number : numbers) {
            value.putLong(number);
        }
        return bytes(name, value.array());
    }

    /** A property of one string or a list of strings. */
    public FdtWriter strings(String name, String... strings) {
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        for (String string : strings) {
            value.writeBytes(terminated(string));
        }
        return bytes(name, value.toByteArray());
    }

    /** A property of raw bytes. */
    public FdtWriter bytes(String name, byte[] value) {
        if (!propertiesAllowed) {
            throw new IllegalStateException("property " + name + " comes after a child node");
        }
        token(FdtLayout.PROPERTY);
        token(value.length);
        token(stringOffset(name));
        structure.writeBytes(value);
        pad();
        return this;
    }

    /** The blob. Every node must be closed. */
    public byte[] toBytes() {
        if (depth != 0) {
            throw new IllegalStateException(depth + " nodes are still open");
        }
        int structureOffset = FdtLayout.HEADER_LENGTH + FdtLayout.RESERVATIONS_LENGTH;
        int structureLength = structure.size() + FdtLayout.TOKEN;
        int stringsOffset = structureOffset + structureLength;
        int total = stringsOffset + strings.size();
        return ByteBuffer.allocate(total)
                .putInt(FdtLayout.MAGIC)
                .putInt(total)
                .putInt(structureOffset)
                .putInt(stringsOffset)
                .putInt(FdtLayout.HEADER_LENGTH)
                .putInt(FdtLayout.VERSION)
                .putInt(FdtLayout.LAST_COMPATIBLE_VERSION)
                .putInt(0) // the hart that boots
                .putInt(strings.size())
                .putInt(structureLength)
                .put(new byte[FdtLayout.RESERVATIONS_LENGTH])
                .put(structure.toByteArray())
                .putInt(FdtLayout.END)
                .put(strings.toByteArray())
                .array();
    }

    private int stringOffset(String name) {
        Integer known = stringOffsets.get(name);
        if (known != null) {
            return known;
        }
        int offset = strings.size();
        strings.writeBytes(terminated(name));
        stringOffsets.put(name, offset);
        return offset;
    }

    private static byte[] terminated(String string) {
        if (string.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a NUL in the string \"" + string + "\"");
        }
        return (string + '\0').getBytes(UTF_8);
    }

    private void token(int value) {
        structure.writeBytes(ByteBuffer.allocate(FdtLayout.TOKEN).putInt(value).array());
    }

    private void pad() {
        while (structure.size() % FdtLayout.TOKEN != 0) {
            structure.write(0);
        }
    }
}
