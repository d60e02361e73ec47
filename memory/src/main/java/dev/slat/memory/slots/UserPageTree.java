package dev.slat.memory.slots;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * An immutable set of memory slots in the order of their user addresses: a B+ tree whose changes
 * copy one path and share the rest. Slots may share user memory, so nodes know the largest end
 * below them, and an entry's key holds the slot's identity too. KVM keeps two interval trees and
 * edits the one that nobody reads (Linux, include/linux/kvm_host.h); with a garbage collector
 * sharing is simpler.
 *
 * <p>Threads: any; immutable.
 */
final class UserPageTree {
    /** Most entries of a node: four cache lines of keys, five steps of a binary search. */
    private static final int WIDTH = 32;

    /** A node with fewer entries than this joins its neighbour, if both fit in one. */
    private static final int THIN = WIDTH / 4;

    /** Bits of a slot's identity, below a user page number of 47 bits. */
    private static final int ID_BITS = 17;

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
            long[] firsts = new long[nodes.length];
            long[] lasts = new long[nodes.length];
            for (int i = 0; i < nodes.length; i++) {
                firsts[i] = nodes[i].keys[0];
                lasts[i] = nodes[i].end();
            }
            return spliced(from, to, firsts, lasts, (Object[]) nodes);
        }
    }

    private static final Node NOTHING = new Node(0, new long[0], new long[0], new Object[0]);

    /** The empty set. */
    static final UserPageTree EMPTY = new UserPageTree(NOTHING);

    private final Node root;

    private UserPageTree(Node root) {
        this.root = root;
    }

    private static long start(MemorySlot slot) {
        return slot.userAddress() >>> MemorySlot.PAGE_SHIFT;
    }

    private static long key(MemorySlot slot) {
        return (start(slot) << ID_BITS) | slot.id();
    }

    /** Shows every slot that has memory in user pages {@code start} up to {@code end}. */
    void forEachOverlapping(long start, long end, Consumer<? super MemorySlot> visitor) {
        if (start < end) {
            visit(root, start, end, visitor);
        }
    }

    private static void visit(
            Node node, long start, long end, Consumer<? super MemorySlot> visitor) {
        for (int i = 0; i < node.size(); i++) {
            if (node.ends[i] <= start) {
                continue;
            }
            if (node.isLeaf()) {
                MemorySlot slot = node.slot(i);
                if (start(slot) >= end) {
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

    private static long start(Node node) {
        Node first = node;
        while (!first.isLeaf()) {
            first = first.child(0);
        }
        return start(first.slot(0));
    }

    /** This set with a slot more, or in the place of the one with its address and identity. */
    UserPageTree with(MemorySlot slot) {
        Node grown = insert(root, key(slot), slot);
        Node next =
                grown.size() <= WIDTH
                        ? grown
                        : new Node(grown.height + 1, new long[0], new long[0], new Object[0])
                                .withChildren(0, 0, halves(grown));
        return new UserPageTree(next);
    }

    /** The node with the slot in it; its parent splits it if it is too wide. */
    private static Node insert(Node node, long key, MemorySlot slot) {
        int at = node.floor(key);
        if (node.isLeaf()) {
            boolean same = at >= 0 && node.keys[at] == key;
            int from = same ? at : at + 1;
            return node.spliced(
                    from, at + 1, new long[] {key}, new long[] {start(slot) + slot.pages()}, slot);
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

    /** This set without a slot that it has. */
    UserPageTree without(MemorySlot slot) {
        Node next = remove(root, key(slot));
        while (!next.isLeaf() && next.size() == 1) {
            next = next.child(0);
        }
        return new UserPageTree(next.size() == 0 ? NOTHING : next);
    }

    private static Node remove(Node node, long key) {
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
