package dev.slat.bench.srcu;

import dev.slat.srcu.Reader;
import dev.slat.srcu.Srcu;
import dev.slat.srcu.SrcuRef;

/** A registered reader of a domain, used in five ways. */
final class Registered implements Subject {
    /** What a reader writes. */
    enum Style {
        /** Raw: online and offline. */
        BARE,
        /** A try statement. */
        GUARD,
        /** A try statement and a checked dereference. */
        GUARD_AND_REF,
        /** A section inside a section: the cost of the inner one. */
        NESTED,
        /** A life inside a section that renews itself. */
        QUIESCENT
    }

    private final Srcu domain = Srcu.create("bench");
    private final Node.Pair nodes = new Node.Pair();
    private final Node firstReferred = new Node(1);
    private final Node secondReferred = new Node(2);
    private final SrcuRef<Node> ref = new SrcuRef<>(domain, firstReferred);
    private final Style style;

    Registered(Style style) {
        this.style = style;
    }

    @Override
    public ReadLoop reader() {
        Reader reader = domain.register();
        return switch (style) {
            case BARE -> new Bare(reader, nodes.link);
            case GUARD -> new Guard(reader, nodes.link);
            case GUARD_AND_REF -> new GuardAndRef(reader, ref);
            case NESTED -> new Nested(reader, nodes.link);
            case QUIESCENT -> new Quiescent(reader, nodes.link);
        };
    }

    @Override
    public void update() {
        if (style == Style.GUARD_AND_REF) {
            Node old = ref.get();
            var _ = ref.replace(old == firstReferred ? secondReferred : firstReferred);
        } else {
            nodes.flip();
        }
        domain.synchronize();
    }

    private record Bare(Reader reader, Link link) implements ReadLoop {
        @Override
        public long run(int operations) {
            Reader reader = this.reader;
            Link link = this.link;
            long sum = 0;
            for (int i = 0; i < operations; i++) {
                reader.online();
                sum += link.target.value;
                reader.offline();
            }
            return sum;
        }

        @Override
        public void hold(long nanos) {
            reader.online();
            ReadLoop.spin(nanos);
            reader.offline();
        }

        @Override
        public void close() {
            reader.close();
        }
    }

    private record Guard(Reader reader, Link link) implements ReadLoop {
        @Override
        public long run(int operations) {
            Reader reader = this.reader;
            Link link = this.link;
            long sum = 0;
            for (int i = 0; i < operations; i++) {
                try (var _ = reader.enter()) {
                    sum += link.target.value;
                }
            }
            return sum;
        }

        @Override
        public void hold(long nanos) {
            try (var _ = reader.enter()) {
                ReadLoop.spin(nanos);
            }
        }

        @Override
        public void close() {
            reader.close();
        }
    }

    private record GuardAndRef(Reader reader, SrcuRef<Node> ref) implements ReadLoop {
        @Override
        public long run(int operations) {
            Reader reader = this.reader;
            SrcuRef<Node> ref = this.ref;
            long sum = 0;
            for (int i = 0; i < operations; i++) {
                try (var section = reader.enter()) {
                    sum += ref.dereference(section).value;
                }
            }
            return sum;
        }

        @Override
        public void hold(long nanos) {
            try (var _ = reader.enter()) {
                ReadLoop.spin(nanos);
            }
        }

        @Override
        public void close() {
            reader.close();
        }
    }

    private record Nested(Reader reader, Link link) implements ReadLoop {
        @Override
        public long run(int operations) {
            Reader reader = this.reader;
            Link link = this.link;
            long sum = 0;
            try (var _ = reader.enter()) {
                for (int i = 0; i < operations; i++) {
                    try (var _ = reader.enter()) {
                        sum += link.target.value;
                    }
                }
            }
            return sum;
        }

        @Override
        public void hold(long nanos) {
            try (var _ = reader.enter()) {
                ReadLoop.spin(nanos);
            }
        }

        @Override
        public void close() {
            reader.close();
        }
    }

    private record Quiescent(Reader reader, Link link) implements ReadLoop {
        @Override
        public long run(int operations) {
            Reader reader = this.reader;
            Link link = this.link;
            long sum = 0;
            reader.online();
            for (int i = 0; i < operations; i++) {
                sum += link.target.value;
                reader.quiescent();
            }
            reader.offline();
            return sum;
        }

        @Override
        public void hold(long nanos) {
            reader.online();
            ReadLoop.spin(nanos);
            reader.quiescent();
            reader.offline();
        }

        @Override
        public void close() {
            reader.close();
        }
    }
}
