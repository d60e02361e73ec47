/** Sleepable RCU: free what readers may still use at a moment when none of them does. */
@org.jspecify.annotations.NullMarked
@SuppressWarnings("module") // the suites are compiled after it
module dev.slat.srcu {
    requires static jdk.jfr;
    requires static transitive org.jspecify;

    exports dev.slat.srcu;
    exports dev.slat.srcu.internal to
            dev.slat.stress,
            dev.slat.torture;
}
