package dev.slat.machine.fdt;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads a blob back, written from the specification and not from the writer. */
public final class FdtTree {
    private final ByteBuffer blob;
    private final Map<String, byte[]> properties = new LinkedHashMap<>();
    private int position;

    private FdtTree(byte[] bytes) {
        blob = ByteBuffer.wrap(bytes);
    }

    /** Properties by full path, such as {@code /soc/serial@10000000/reg}. */
    public static Map<String, byte[]> parse(byte[] bytes) {
        FdtTree tree = new FdtTree(bytes);
        if (tree.word(0) != 0xd00dfeed || tree.word(4) != bytes.length || tree.word(20) != 17) {
            throw new IllegalArgumentException("not a version 17 blob of its own length");
        }
        tree.position = tree.word(8);
        tree.node("");
        if (tree.next() != 9 || tree.position != tree.word(8) + tree.word(36)) {
            throw new IllegalArgumentException("the structure block does not end where it says");
        }
        return tree.properties;
    }

    public static String string(byte[] value) {
        return new String(value, 0, value.length - 1, UTF_8);
    }

    private void node(String parent) {
        if (next() != 1) {
            throw new IllegalArgumentException("no node at " + position);
        }
        String name = text(position);
        position = (position + name.length() + 4) & -4;
        String path = parent + name + "/";
        for (; ; ) {
            switch (word(position)) {
                case 1 -> node(path);
                case 2 -> {
                    position += 4;
                    return;
                }
                case 3 -> {
                    position += 4;
                    int length = next();
                    String property = text(word(12) + next());
                    properties.put(
                            path + property,
                            Arrays.copyOfRange(blob.array(), position, position + length));
                    position = (position + length + 3) & -4;
                }
                default -> throw new IllegalArgumentException("no token at " + position);
            }
        }
    }

    private String text(int from) {
        int end = from;
        while (blob.get(end) != 0) {
            end++;
        }
        return new String(blob.array(), from, end - from, UTF_8);
    }

    private int next() {
        position += 4;
        return word(position - 4);
    }

    private int word(int offset) {
        return blob.getInt(offset);
    }
}
