package dev.slat.conformance.vectors;

/** Answers that most calls give. */
final class Answers {
    /** The call succeeded. */
    static final Answer DONE = new Answer.Result(0);

    /** The operation needs a vCPU. */
    static final Answer NO_VCPU = new Answer.NoVcpu();

    private Answers() {}
}
