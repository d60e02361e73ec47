package dev.slat.bench.srcu;

/** A volatile link to what readers use, alone on its cache lines. */
@SuppressWarnings("unused") // the padding
final class Link extends LinkField {
    private long q00, q01, q02, q03, q04, q05, q06, q07, q08, q09, q10, q11, q12, q13, q14;

    Link(Node first) {
        super(first);
    }
}

/** Not generic: the compiler would check a cast at every load. */
class LinkField extends LinkPadding {
    volatile Node target;

    LinkField(Node first) {
        target = first;
    }
}
