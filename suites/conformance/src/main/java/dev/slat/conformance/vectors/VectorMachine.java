package dev.slat.conformance.vectors;

/**
 * Something that scenarios can be run on. It begins without a VM and without host regions; {@link
 * #newVm} comes first.
 *
 * <p>One thread. A call that is refused answers {@link Answer.Refused}; an operation that needs a
 * vCPU answers {@link Answers#NO_VCPU} where the VM has none. An exception means that the machine
 * itself is broken. Closing it frees VM and regions.
 */
interface VectorMachine extends AutoCloseable {
    /** Whether it can run such scenarios at all. */
    boolean canRun(Needs needs);

    Answer newVm(Operation.NewVm operation);

    Answer mapRegion(Operation.MapRegion operation);

    Answer setRegion(Operation.SetRegion operation);

    Answer getLog(Operation.GetLog operation);

    Answer clearLog(Operation.ClearLog operation);

    Answer manualLog(Operation.ManualLog operation);

    Answer check(Operation.Check operation);

    Answer zone(Operation.Zone operation);

    Answer ring(Operation.Ring operation);

    Answer write(Operation.Write operation);

    Answer read(Operation.Read operation);

    Answer add(Operation.Add operation);

    Answer touch(Operation.Touch operation);

    Answer kernelWrite(Operation.KernelWrite operation);

    Answer poke(Operation.Poke operation);

    Answer peek(Operation.Peek operation);

    Answer discard(Operation.Discard operation);

    Answer unmap(Operation.Unmap operation);

    Answer protect(Operation.Protect operation);

    @Override
    void close();

    /** Whichever of the calls an operation is. */
    default Answer perform(Operation operation) {
        return switch (operation) {
            case Operation.NewVm o -> newVm(o);
            case Operation.MapRegion o -> mapRegion(o);
            case Operation.SetRegion o -> setRegion(o);
            case Operation.GetLog o -> getLog(o);
            case Operation.ClearLog o -> clearLog(o);
            case Operation.ManualLog o -> manualLog(o);
            case Operation.Check o -> check(o);
            case Operation.Zone o -> zone(o);
            case Operation.Ring o -> ring(o);
            case Operation.Write o -> write(o);
            case Operation.Read o -> read(o);
            case Operation.Add o -> add(o);
            case Operation.Touch o -> touch(o);
            case Operation.KernelWrite o -> kernelWrite(o);
            case Operation.Poke o -> poke(o);
            case Operation.Peek o -> peek(o);
            case Operation.Discard o -> discard(o);
            case Operation.Unmap o -> unmap(o);
            case Operation.Protect o -> protect(o);
        };
    }
}
