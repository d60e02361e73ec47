/** The composition root: board, device tree, loader, SBI and the run loop. */
@org.jspecify.annotations.NullMarked
module dev.slat.machine {
    requires static org.jspecify;
}
