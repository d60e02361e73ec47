package dev.slat.bench.srcu;

/** What the readers use: one field. */
final class Node {
    final long value;

    Node(long value) {
        this.value = value;
    }

    /** A link that flips between two nodes: an update that allocates nothing. */
    static final class Pair {
        final Link link;
        private final Node first = new Node(1);
        private final Node second = new Node(2);

        Pair() {
            link = new Link(first);
        }

        void flip() {
            link.target = link.target == first ? second : first;
        }
    }
}
