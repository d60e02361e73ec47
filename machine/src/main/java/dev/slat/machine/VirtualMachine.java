package dev.slat.machine;

import dev.slat.memory.GuestMemory;
import dev.slat.riscv.TracedInstruction;

import java.util.List;
import java.util.Optional;

/**
 * A RISC-V virtual machine: the board of QEMU's {@code virt} machine, harts that run under SBI, and
 * a kernel.
 *
 * {@snippet :
 * try (var vm = VirtualMachine.builder().kernel(Path.of("Image")).output(System.out).build()) {
 *     vm.start();
 *     ExitStatus status = vm.awaitExit();
 * }
 * }
 *
 * <p>Life: built, started once, ended once (by the guest, by {@link #stop} or by a crash), closed.
 * Threads: any; each hart has a platform thread of its own, {@code hart-0} and so on.
 *
 * <p>Its {@link #memory} may be reshaped while the guest runs. RAM is slot 0; further slots and
 * their mappings are the caller's.
 */
public final class VirtualMachine implements AutoCloseable {
    private final Machine machine;

    VirtualMachine(Machine machine) {
        this.machine = machine;
    }

    /** The settings of a new machine. */
    public static VirtualMachineBuilder builder() {
        return new VirtualMachineBuilder();
    }

    /**
     * Boots the guest and returns at once.
     *
     * @throws IllegalStateException when it was started or closed before
     */
    public void start() {
        machine.start();
    }

    /**
     * Waits until the machine has ended and the host has all of its console output.
     *
     * @throws InterruptedException if interrupted while waiting; the machine runs on
     */
    public ExitStatus awaitExit() throws InterruptedException {
        return machine.awaitExit();
    }

    /** Asks the machine to end, at once and whatever the guest does; does not wait. */
    public void stop() {
        machine.stop();
    }

    /** The guest's memory; usable until {@link #close}. */
    public GuestMemory memory() {
        return machine.memory();
    }

    /** The last lines of the guest's console, oldest first. */
    public List<String> consoleTail() {
        return machine.consoleTail();
    }

    /**
     * Where GDB connects, as {@link VirtualMachineBuilder#debugger} writes it; the port is the real
     * one. Empty if the machine has no debugger.
     */
    public Optional<String> debuggerAddress() {
        return machine.debuggerAddress();
    }

    /**
     * The last instructions of a hart, oldest first; none without {@link
     * VirtualMachineBuilder#trace}. Exact once the machine has ended; before, the oldest ones may
     * already be replaced by newer ones.
     *
     * @throws IndexOutOfBoundsException if there is no such hart
     */
    public List<TracedInstruction> trace(int hart) {
        return machine.trace(hart);
    }

    /** Guest instructions retired by all harts: exact once ended, about right before. */
    public long instructionsRetired() {
        return machine.instructionsRetired();
    }

    /** Stops the machine if it runs, waits for its end, and frees its memory. */
    @Override
    public void close() {
        machine.close();
    }
}
