package dev.slat.srcu;

/**
 * Padding in front of a hot word: a superclass's fields come first in an object. 120 bytes keep the
 * word off the object's header and off its neighbour's pair of cache lines (64 bytes each, which
 * the adjacent-line prefetcher moves together).
 */
@SuppressWarnings("unused")
class Padding {
    private long p00, p01, p02, p03, p04, p05, p06, p07, p08, p09, p10, p11, p12, p13, p14;
}
