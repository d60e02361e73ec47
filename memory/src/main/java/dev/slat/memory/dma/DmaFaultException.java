package dev.slat.memory.dma;

/**
 * A device's access was refused; it is in the domain's fault record as well. It has no stack trace
 * and makes its message only when asked, for a guest decides how often it is thrown.
 */
public final class DmaFaultException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // nobody serialises it
    private final DmaFault fault;

    /** For a fault. */
    public DmaFaultException(DmaFault fault) {
        super(null, null, false, false);
        this.fault = fault;
    }

    /** What was refused. */
    public DmaFault fault() {
        return fault;
    }

    @Override
    public String getMessage() {
        return fault.toString();
    }
}
