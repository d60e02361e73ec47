package dev.slat.conformance.vectors;

import java.util.List;
import java.util.stream.Collectors;

/** What an operation answered; {@code toString} is its text in the format. */
sealed interface Answer {
    /** Whether an implementation that gave {@code actual} did what this answer asks for. */
    default boolean accepts(Answer actual) {
        return equals(actual);
    }

    /** The call failed. */
    record Refused(String error) implements Answer {
        @Override
        public String toString() {
            return error;
        }
    }

    /** The operation needs a vCPU, and the VM has none. */
    record NoVcpu() implements Answer {
        @Override
        public String toString() {
            return "none";
        }
    }

    /** A plain number: 0 for a call that succeeded. */
    record Result(long number) implements Answer {
        @Override
        public String toString() {
            return Long.toUnsignedString(number);
        }
    }

    /** What user space read. */
    record Value(long value) implements Answer {
        @Override
        public String toString() {
            return "val=0x%x".formatted(value);
        }
    }

    /**
     * A dirty log.
     *
     * @param bytes how much of a bitmap was stored
     * @param extra pages among {@code pages} that no write explains: a kernel may report them
     */
    record Log(long bytes, PageSet pages, PageSet extra) implements Answer {
        /** Every page that a write explains, and none that the kernel did not report. */
        @Override
        public boolean accepts(Answer actual) {
            return actual instanceof Log log
                    && bytes == log.bytes
                    && log.pages.containsAll(pages.without(extra))
                    && pages.containsAll(log.pages);
        }

        @Override
        public String toString() {
            String text = "bytes=" + bytes + " pages=" + pages;
            return extra.isEmpty() ? text : text + " extra=" + extra;
        }
    }

    /**
     * A part of an access, within one page.
     *
     * @param data what was stored; 0 for a load
     */
    record Piece(long gpa, int length, long data) {
        /** With the data: a store. */
        String text() {
            return "0x%x:%d:0x%x".formatted(gpa, length, data);
        }

        /** Without: a load. */
        String place() {
            return "0x%x:%d".formatted(gpa, length);
        }
    }

    /** The ring of coalesced writes: its two indices, the number of entries, and the first ones. */
    record RingContent(long first, long last, long count, List<Piece> entries) implements Answer {
        @Override
        public String toString() {
            String head = "first=%d last=%d n=%d".formatted(first, last, count);
            return entries.stream()
                    .map(entry -> " " + entry.text())
                    .collect(Collectors.joining("", head, ""));
        }
    }

    /**
     * A guest access that finished.
     *
     * @param load a load, of {@code value}
     * @param reads what left to user space as loads
     * @param writes what left to user space as stores
     * @param coalesced how many pieces went to the ring
     */
    record Access(boolean load, long value, List<Piece> reads, List<Piece> writes, int coalesced)
            implements Answer {
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(load ? "val=0x%x".formatted(value) : "ok");
            if (!reads.isEmpty()) {
                text.append(" mmio-r=").append(join(reads.stream().map(Piece::place).toList()));
            }
            if (!writes.isEmpty()) {
                text.append(" mmio-w=").append(join(writes.stream().map(Piece::text).toList()));
            }
            if (coalesced > 0) {
                text.append(" coalesced=").append(coalesced);
            }
            return text.toString();
        }

        private static String join(List<String> pieces) {
            return String.join(",", pieces);
        }
    }

    /** How many of a number of stores went to memory alone, out, to the ring, or failed. */
    record Touched(long ok, long mmio, long coalesced, long failed) implements Answer {
        @Override
        public String toString() {
            return "ok=%d mmio=%d coalesced=%d failed=%d".formatted(ok, mmio, coalesced, failed);
        }
    }
}
