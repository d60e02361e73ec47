package dev.slat.memory.slots;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * An immutable set of memory slots in one order, with the ranges that they take: a B+ tree whose
 * changes copy one path and share the rest, so that a change costs O(log n) and a look-up reads
 * three short arrays at 32,000 slots. KVM keeps two red-black trees and edits the one that nobody
 * reads (Linux, include/linux/kvm_host.h); with a garbage collector sharing is simpler.
 *
 * <p>Threads: any; immutable.
 */
final class SlotTree {
    /** Most entries of a node: four cache lines of keys, five steps of a binary search. */
    private static final int WIDTH = 32;

    /** A node with fewer entries than this joins its neighbour, if both fit in one. */
    private static final int THIN = WIDTH / 4;

    /** An order of slots. */
    interface Order {
        /** Where a slot stands: different for every two slots of the set. */
        long key(MemorySlot slot);

        /** The first number of the slot's range. */
        long start(MemorySlot slot);

        /** The number after the last of its range. */
        long end(MemorySlot slot);
    }

    /** Entries in the order of their keys: slots in a leaf, nodes elsewhere. */
    private static final class Node {
        final int height;
        final long[] keys;
        final long[] ends;
        final Object[] entries;

        Node(int height, long[] keys, long[] ends, Object[] entries) {
            this.height = height;
            this.keys = keys;
            this.ends = ends;
            this.entries = entries;
        }

        int size() {
            return keys.length;
        }

        boolean isLeaf() {
            return height == 0;
        }

        MemorySlot slot(int i) {
            return (MemorySlot) entries[i];
        }

        Node child(int i) {
            return (Node) entries[i];
        }

        /** The largest end below it. */
        long end() {
            long most = ends[0];
            for (long end : ends) {
                most = Math.max(most, end);
            }
            return most;
        }

        /** The last entry whose key is at most this one, or -1. */
        int floor(long key) {
            int low = 0;
            int high = keys.length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (keys[middle] <= key) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low - 1;
        }

        Node part(int from, int to) {
            return new Node(
                    height,
                    Arrays.copyOfRange(keys, from, to),
                    Arrays.copyOfRange(ends, from, to),
                    Arrays.copyOfRange(entries, from, to));
        }

        /** With entries {@code from} to {@code to} replaced by these. */
        Node spliced(int from, int to, long[] newKeys, long[] newEnds, Object... newEntries) {
            int added = newKeys.length;
            int length = keys.length - (to - from) + added;
            long[] k = Arrays.copyOf(keys, length);
            long[] e = Arrays.copyOf(ends, length);
            Object[] v = Arrays.copyOf(entries, length);
            System.arraycopy(newKeys, 0, k, from, added);
            System.arraycopy(newEnds, 0, e, from, added);
            System.arraycopy(newEntries, 0, v, from, added);
            System.arraycopy(keys, to, k, from + added, keys.length - to);
            System.arraycopy(ends, to, e, from + added, keys.length - to);
            System.arraycopy(entries, to, v, from + added, keys.length - to);
            return new Node(height, k, e, v);
        }

        Node withChildren(int from, int to, Node... nodes) {
            long[] k = Arrays.stream(nodes).mapToLong(node -> node.keys[0]).toArray();
            long[] e = Arrays.stream(nodes).mapToLong(Node::end).toArray();
            return spliced(from, to, k, e, (Object[]) nodes);
        }
    }

    private static final Node EMPTY = new Node(0, new long[0], new long[0], new Object[0]);

    private final Order order;
    private final Node root;
    private final int size;

    /** The empty set. */
    SlotTree(Order order) {
        this(order, EMPTY, 0);
    }

    private SlotTree(Order order, Node root, int size) {
        this.order = order;
        this.root = root;
        this.size = size;
    }

    int size() {
        return size;
    }

    /** The slot with the greatest key that is at most this one, or null. */
    @Nullable MemorySlot floor(long key) {
        Node node = root;
        while (true) {
            int at = node.floor(key);
            if (at < 0) {
                return null; // only at the root: below it, a child begins with its entry's key
            }
            if (node.isLeaf()) {
                return node.slot(at);
            }
            node = node.child(at);
        }
    }

    /** The slot with this key, or null. */
    @Nullable MemorySlot get(long key) {
        MemorySlot slot = floor(key);
        return slot != null && order.key(slot) == key ? slot : null;
    }

    /** Shows every slot whose range shares a number with {@code start} up to {@code end}. */
    void forEachOverlapping(long start, long end, Consumer<? super MemorySlot> visitor) {
        if (start < end) {
            visit(root, start, end, visitor);
        }
    }

    private void visit(Node node, long start, long end, Consumer<? super MemorySlot> visitor) {
        for (int i = 0; i < node.size(); i++) {
            if (node.ends[i] <= start) {
                continue;
            }
            if (node.isLeaf()) {
                MemorySlot slot = node.slot(i);
                if (order.start(slot) >= end) {
                    return;
                }
                visitor.accept(slot);
            } else if (i > 0 && start(node.child(i)) >= end) {
                return;
            } else {
                visit(node.child(i), start, end, visitor);
            }
        }
    }

    private long start(Node node) {
        Node first = node;
        while (!first.isLeaf()) {
            first = first.child(0);
        }
        return order.start(first.slot(0));
    }

    /** This set with a slot more, or in the place of the one with its key. */
    SlotTree with(MemorySlot slot) {
        long key = order.key(slot);
        boolean replaces = get(key) != null;
        Node grown = insert(root, key, slot);
        Node next =
                grown.size() <= WIDTH
                        ? grown
                        : new Node(grown.height + 1, new long[0], new long[0], new Object[0])
                                .withChildren(0, 0, halves(grown));
        return new SlotTree(order, next, replaces ? size : size + 1);
    }

    /** The node with the slot in it; its parent splits it if it is too wide. */
    private Node insert(Node node, long key, MemorySlot slot) {
        int at = node.floor(key);
        if (node.isLeaf()) {
            boolean same = at >= 0 && node.keys[at] == key;
            int from = same ? at : at + 1;
            return node.spliced(from, at + 1, new long[] {key}, new long[] {order.end(slot)}, slot);
        }
        int child = Math.max(at, 0);
        Node grown = insert(node.child(child), key, slot);
        return grown.size() <= WIDTH
                ? node.withChildren(child, child + 1, grown)
                : node.withChildren(child, child + 1, halves(grown));
    }

    private static Node[] halves(Node node) {
        int middle = node.size() / 2;
        return new Node[] {node.part(0, middle), node.part(middle, node.size())};
    }

    /** This set without the slot that has this key; itself if there is none. */
    SlotTree without(long key) {
        if (get(key) == null) {
            return this;
        }
        Node next = remove(root, key);
        while (!next.isLeaf() && next.size() == 1) {
            next = next.child(0);
        }
        return new SlotTree(order, next.size() == 0 ? EMPTY : next, size - 1);
    }

    private Node remove(Node node, long key) {
        int at = node.floor(key);
        if (node.isLeaf()) {
            return node.spliced(at, at + 1, new long[0], new long[0]);
        }
        Node shrunk = remove(node.child(at), key);
        if (shrunk.size() == 0) {
            return node.spliced(at, at + 1, new long[0], new long[0]);
        }
        int other = at > 0 ? at - 1 : at + 1;
        if (shrunk.size() >= THIN
                || other == node.size()
                || shrunk.size() + node.child(other).size() > WIDTH) {
            return node.withChildren(at, at + 1, shrunk);
        }
        Node left = other < at ? node.child(other) : shrunk;
        Node right = other < at ? shrunk : node.child(other);
        Node joined = left.spliced(left.size(), left.size(), right.keys, right.ends, right.entries);
        int from = Math.min(at, other);
        return node.withChildren(from, from + 2, joined);
    }
}
