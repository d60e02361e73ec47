package dev.slat.bench.srcu;

/**
 * In front of a link, which readers load at every operation: nothing that is written stands on its
 * cache lines. (Between two padded links there is the padding of the second.)
 */
@SuppressWarnings("unused")
class LinkPadding {
    private int p; // else the link itself fills the gap behind the header
    private long p00, p01, p02, p03, p04, p05, p06, p07, p08, p09, p10, p11, p12, p13, p14;
}
