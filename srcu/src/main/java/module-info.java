/** Sleepable RCU: free what readers may still use at a moment when none of them does. */
@org.jspecify.annotations.NullMarked
module dev.slat.srcu {
    requires static org.jspecify;

    exports dev.slat.srcu;
}
